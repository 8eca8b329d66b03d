import { EventEmitter, once } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { createSocketService, realtimeError } from '@monhub/realtime-server'
import type { TestServer } from '@monhub/realtime-server/testing'
import { Server } from 'socket.io'
import { WebSocket } from 'ws'
import { byToken, join, start } from './harness'

const rawSocket = ({ port }: TestServer) =>
  new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`)

function withResolvers() {
  let resolve = () => {}
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}

const as = (userId: string) => ({ auth: { token: `token-${userId}` } })
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'connected',
    (error: unknown) => (error as { data?: { code: string } }).data?.code,
  )

describe('authenticate', () => {
  it('decides who a client is, whatever version it speaks', async () => {
    const server = await start(byToken)
    await join(server, '', { ...as('ada'), version: 1 })
    await join(server, 'bob', as('bob'))
    expect(server.service.getOnlineUsers()).toEqual(['ada', 'bob'])
  })

  it('refuses an invalid session before it joins anything', async () => {
    const server = await start(byToken)
    expect(await codeOf(join(server, 'ada'))).toBe('UNAUTHENTICATED')
    expect(await codeOf(join(server, 'eve', as('ada')))).toBe('IDENTITY_MISMATCH')
    expect(server.service.getOnlineUsers()).toEqual([])
  })

  it('that throws is an outage, not a refusal; one of our errors keeps its code', async () => {
    const down = await start({ authenticate: () => Promise.reject(new Error('db down')) })
    expect(await codeOf(join(down, 'ada'))).toBe('AUTHENTICATION_FAILED')
    const banned = await start({
      authenticate: () => {
        throw realtimeError('SESSION_ENDED', 'Banned.')
      },
    })
    expect(await codeOf(join(banned, 'ada'))).toBe('SESSION_ENDED')
  })

  it('that gives an unusable id refuses', async () => {
    const server = await start({ authenticate: () => ({ userId: 'a b' }) })
    expect(await codeOf(join(server, ''))).toBe('AUTHENTICATION_FAILED')
  })

  it('runs three times at most on one connection', async () => {
    const authenticate = vi.fn(() => null)
    const server = await start({ authenticate })
    const socket = rawSocket(server)
    socket.on('message', (data: Buffer) => {
      if (/^(0|44)/.test(data.toString())) socket.send('40{}')
    })
    await once(socket, 'close')
    expect(authenticate).toHaveBeenCalledTimes(3)
  })

  it('leaves nothing behind for a client that goes while it runs', async () => {
    const asked = withResolvers()
    const admitted = withResolvers()
    const server = await start({
      authenticate: async () => {
        asked.resolve()
        await admitted.promise
        return { userId: 'ada' }
      },
    })
    const connected = once(server.io.engine, 'connection')
    const socket = rawSocket(server)
    socket.on('open', () => socket.send('40{}'))
    const [connection] = await connected
    await asked.promise
    const closed = once(connection as EventEmitter, 'close')
    socket.terminate()
    await closed
    admitted.resolve()
    await new Promise((resolve) => setImmediate(resolve))
    expect(server.service.getOnlineUsers()).toEqual([])
    expect(server.io.sockets.adapter.rooms.size).toBe(0)
  })
})

describe('an author named in a payload', () => {
  const attempts: [event: string, payload: object | string][] = [
    ['user:connect', 'ada'],
    ['message:send', { senderId: 'ada', receiverId: 'bob', text: 'from ada?' }],
    ['message:read', { messageIds: ['x'], senderId: 'bob', readBy: 'ada' }],
    ['message:read', { conversationId: 'dm:ada:bob', upTo: 9, readBy: 'ada' }],
    ['typing:start', { senderId: 'ada', receiverId: 'bob' }],
    ['typing:stop', { senderId: 'ada', receiverId: 'bob' }],
  ]

  it.each(attempts)(
    'other than the session is refused and has no effect: %s',
    async (event, payload) => {
      const server = await start(byToken)
      const bob = await join(server, 'bob', { ...as('bob'), version: 1 })
      const eve = await join(server, '', { ...as('eve'), version: 1 })
      const heard: string[] = []
      bob.socket.onAny((name: string) => heard.push(name))
      expect(await eve.request(event, payload)).toMatchObject({
        ok: false,
        error: { code: 'FORBIDDEN' },
      })
      expect(server.service.isUserOnline('ada')).toBe(false)
      const { messages } = await server.service.history({ userId: 'ada', peerId: 'bob' })
      expect(messages).toEqual([])
      const last = bob.next('last')
      server.service.emitToUser('bob', 'last', null)
      await last
      expect(heard.filter((name) => !['users:online', 'last'].includes(name))).toEqual([])
    },
  )
})

describe('trust mode', () => {
  it('believes user:connect, and a second id leaves the first user', async () => {
    const server = await start()
    const client = await join(server, 'ada', { version: 1 })
    expect(await client.request('user:connect', 'bob')).toMatchObject({ ok: true, userId: 'bob' })
    expect(server.service.getOnlineUsers()).toEqual(['bob'])
    const heard: unknown[] = []
    client.socket.on('custom', (value) => heard.push(value))
    server.service.emitToUser('ada', 'custom', 'for ada')
    server.service.emitToUser('bob', 'custom', 'for bob')
    await client.request('user:connect', 'bob')
    expect(heard).toEqual(['for bob'])
  })

  it('believes the author of the first event where that comes first, and no other after it', async () => {
    const server = await start()
    const client = await join(server, '', { version: 1 })
    const send = (senderId: string) =>
      client.request('message:send', { senderId, receiverId: 'bob', text: 'hi' })
    expect(await send('ada')).toMatchObject({ ok: true, message: { senderId: 'ada' } })
    expect(await send('eve')).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } })
  })

  it('answers a client that has not said who it is with what to do', async () => {
    const server = await start()
    const client = await join(server, '', { version: 1 })
    const answer = await client.request('message:send', { receiverId: 'bob', text: 'hi' })
    expect(answer).toMatchObject({ ok: false, error: { code: 'UNAUTHENTICATED' } })
  })

  it('is refused at start outside development and test, unless asked for', () => {
    const quiet = () => {}
    const warn = vi.fn()
    const logger = { debug: quiet, info: quiet, error: quiet, warn }
    vi.stubEnv('NODE_ENV', 'production')
    try {
      const io = new Server()
      expect(() => createSocketService(io, { logger })).toThrow(/authenticate/)
      createSocketService(io, { logger, dangerouslyTrustClients: true })
      expect(warn.mock.calls.map(([, text]) => String(text))).toContainEqual(
        expect.stringContaining('TRUST MODE'),
      )
    } finally {
      vi.unstubAllEnvs()
    }
  })
})
