import { connect } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import type { PresenceDiff } from '@monhub/realtime-protocol'
import { memoryStore } from '@monhub/realtime-server'
import { join, start } from '../harness'

interface Watched {
  ok: boolean
  users: Record<string, unknown>
  lastSeen?: Record<string, string>
}

describe('presence:set', () => {
  it('is shown to who watches, and in the answer to who watches later', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    const bob = await join(server, 'bob')
    await ada.request('presence:watch', { add: ['bob'] })
    const told = ada.next<PresenceDiff>('presence:diff', ({ joined }) => !!joined?.bob?.status)
    expect(await bob.request('presence:set', { status: 'busy' })).toEqual({ ok: true })
    expect((await told).joined).toEqual({ bob: { status: 'busy' } })
    const eve = await join(server, 'eve')
    expect(await eve.request('presence:watch', { add: ['bob'] })).toEqual({
      ok: true,
      users: { bob: { status: 'busy' } },
    })
  })

  it('of invisible hides somebody everywhere, who still gets messages and no push', async () => {
    const offline: string[][] = []
    const server = await start({
      afterSend: (_, { offlineUserIds }) => offline.push(offlineUserIds),
    })
    const { service } = server
    const ada = await join(server, 'ada')
    const old = await join(server, 'old', { version: 1 })
    await ada.request('presence:watch', { all: true })
    const came = ada.next<PresenceDiff>('presence:diff', ({ joined }) => !!joined?.bob)
    const listed = old.next<string[]>('users:online', (ids) => ids.includes('bob'))
    const bob = await join(server, 'bob')
    await came
    await listed
    const left = ada.next<PresenceDiff>('presence:diff', (diff) => !!diff.left?.includes('bob'))
    const list = old.next<string[]>('users:online', (ids) => !ids.includes('bob'))
    await bob.request('presence:set', { invisible: true })
    expect(service.isUserOnline('bob')).toBe(false)
    expect(service.getOnlineUsers().sort()).toEqual(['ada', 'old'])
    await left
    await list
    const received = bob.next('message:new')
    await ada.request('message:send', { receiverId: 'bob', text: 'still there?' })
    await received
    await vi.waitUntil(() => offline.length > 0)
    expect(offline).toEqual([[]])
  })

  it('goes along when a client connects, so that an invisible one is never seen', async () => {
    const server = await start()
    const seen: boolean[] = []
    server.service.onPresence(({ userId, isOnline }) => {
      if (userId === 'bob') seen.push(isOnline)
    })
    await join(server, 'bob', {
      auth: { rt: { v: 2, userId: 'bob', presence: { invisible: true, setAgoMs: 10 } } },
      version: 1,
    })
    expect(server.service.isUserOnline('bob')).toBe(false)
    expect(seen).toEqual([])
  })

  it('may be said by the app when it authenticates', async () => {
    const server = await start({
      authenticate: ({ auth }) => ({
        userId: String(auth.token),
        presence: { invisible: auth.token === 'spy', status: 'new' },
      }),
    })
    await join(server, 'spy', { auth: { token: 'spy' } })
    await join(server, 'ada', { auth: { token: 'ada' } })
    expect(server.service.getOnlineUsers()).toEqual(['ada'])
  })
})

describe('presence:watch', () => {
  it('says when somebody was last seen, and nothing of who never was', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    const bob = await join(server, 'bob')
    bob.close()
    await vi.waitUntil(() => !server.service.isUserOnline('bob'))
    const answer = await ada.request<Watched>('presence:watch', { lastSeen: ['bob', 'zoe'] })
    expect(Object.keys(answer.lastSeen ?? {})).toEqual(['bob'])
    expect(Date.now() - Date.parse(answer.lastSeen?.bob ?? '')).toBeLessThan(5000)
  })

  it('refuses last seen while the store is away, and still answers who is online', async () => {
    const store = memoryStore()
    const server = await start({
      store: { ...store, lastSeen: () => Promise.reject(new Error('away')) },
    })
    const ada = await join(server, 'ada')
    expect(await ada.request('presence:watch', { lastSeen: ['bob'] })).toMatchObject({
      error: { code: 'STORE_UNAVAILABLE' },
    })
    expect(await ada.request('presence:watch', { add: ['ada'] })).toMatchObject({ ok: true })
  })
})

describe('presence.canSee', () => {
  it('holds for watching one, watching all, diffs and last seen; version 1 gets no list', async () => {
    const server = await start({
      presence: { canSee: (viewerId, userId) => viewerId === 'boss' || userId !== 'spy' },
    })
    const ada = await join(server, 'ada')
    const boss = await join(server, 'boss')
    const old = await join(server, 'old', { version: 1 })
    const lists = vi.fn()
    old.socket.on('users:online', lists)
    const adaSees: PresenceDiff[] = []
    ada.socket.on('presence:diff', (diff: PresenceDiff) => adaSees.push(diff))
    await ada.request('presence:watch', { all: true, add: ['spy'] })
    await boss.request('presence:watch', { all: true })
    const bossSees = boss.next<PresenceDiff>('presence:diff', ({ joined }) => !!joined?.spy)
    const spy = await join(server, 'spy')
    await bossSees
    const eve = await join(server, 'eve')
    await eve.request('presence:watch', { add: ['spy'] })
    await vi.waitUntil(() => adaSees.some(({ joined }) => !!joined?.eve))
    spy.close()
    await boss.next<PresenceDiff>('presence:diff', ({ left }) => !!left?.includes('spy'))
    expect(JSON.stringify(adaSees)).not.toContain('spy')
    const asks = { add: ['spy'], lastSeen: ['spy'] }
    expect(await ada.request('presence:watch', asks)).toEqual({
      ok: true,
      users: {},
      lastSeen: {},
    })
    expect((await boss.request<Watched>('presence:watch', asks)).lastSeen).toHaveProperty('spy')
    expect(lists).not.toHaveBeenCalled()
  })

  it('shows nobody when it throws, and does not take the service down', async () => {
    const server = await start({
      presence: {
        canSee: () => {
          throw new Error('a bug of the app')
        },
      },
    })
    const ada = await join(server, 'ada')
    await join(server, 'bob')
    expect(await ada.request('presence:watch', { add: ['bob'] })).toEqual({ ok: true, users: {} })
  })
})

describe('a connection', () => {
  it('that is lost while it is being authenticated leaves nothing behind', async () => {
    let admit = () => {}
    const asked = vi.fn()
    const server = await start({
      authenticate: async () => {
        asked()
        await new Promise<void>((resolve) => (admit = resolve))
        return { userId: 'ada' }
      },
    })
    const socket = connect(server.port, '127.0.0.1')
    socket.write(
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n' +
        'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    )
    await new Promise((resolve) => socket.once('data', resolve))
    // "40", masked with zeros: the CONNECT packet of Socket.IO.
    socket.write(Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x34, 0x30]))
    await vi.waitUntil(() => asked.mock.calls.length > 0)
    socket.destroy()
    await vi.waitUntil(() => server.io.engine.clientsCount === 0)
    admit()
    await new Promise(setImmediate)
    expect(server.service.getOnlineUsers()).toEqual([])
    expect((await server.service.health()).connections).toBe(0)
  })

  it('that breaks keeps its user online for a moment, and a sign-out does not', async () => {
    const server = await start({ presence: { graceMs: 200 } })
    const changes: boolean[] = []
    const ada = await join(server, 'ada')
    server.service.onPresence(({ isOnline }) => changes.push(isOnline))
    ada.socket.io.engine.close()
    await vi.waitUntil(async () => (await server.service.health()).connections === 0)
    expect(server.service.isUserOnline('ada')).toBe(true)
    const again = await join(server, 'ada')
    expect(changes).toEqual([])
    again.close()
    await vi.waitUntil(() => changes.length === 1)
    expect(changes).toEqual([false])
  })
})
