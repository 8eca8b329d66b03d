import type { PresenceDiff, PresenceWatchResult, ServerHello } from '@monhub/realtime-protocol'
import type { TestServer } from '@monhub/realtime-server/testing'
import { io } from 'socket.io-client'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { byToken, join, start } from '../harness'

const watch = (client: Awaited<ReturnType<typeof join>>, payload: object) =>
  client.request<PresenceWatchResult & { ok: boolean }>('presence:watch', payload)

/** Connects as a client that watches from the start, and gives the hello it is greeted with. */
async function joinWatching(server: TestServer, userId: string, watch: unknown) {
  let greeted = (_: ServerHello) => {}
  const hello = new Promise<ServerHello>((resolve) => (greeted = resolve))
  const socket = io(server.url, {
    ...{ forceNew: true, reconnection: false, transports: ['websocket'] },
    auth: { token: `token-${userId}`, rt: { v: 2, userId, watch } },
  })
  onTestFinished(() => void socket.disconnect())
  const diffs: PresenceDiff[] = []
  socket.on('presence:diff', (diff: PresenceDiff) => diffs.push(diff))
  socket.once('server:hello', greeted)
  const { users } = await hello
  return { users, diffs, socket }
}

/** Waits until clients are told that these are online. */
async function told(server: TestServer, ...userIds: string[]) {
  const witness = await join(server, 'witness')
  await vi.waitFor(async () => {
    const { users } = await watch(witness, { add: userIds })
    expect(Object.keys(users)).toEqual(userIds)
  })
}

describe('a handshake that watches', () => {
  it('of ids is answered by the hello, and tells of these alone from then on', async () => {
    const server = await start()
    await join(server, 'bob')
    await join(server, 'mallory')
    await told(server, 'bob', 'mallory')
    const ada = await joinWatching(server, 'ada', { add: ['bob', 'eve'] })
    expect(ada.users).toEqual({ bob: {} })
    await join(server, 'joe')
    const eve = await join(server, 'eve')
    await vi.waitFor(() => expect(ada.diffs).toEqual([{ joined: { eve: {} } }]))
    eve.close()
    await vi.waitFor(() => expect(ada.diffs[1]).toEqual({ left: ['eve'] }))
  })

  it('of everybody is answered by the hello, and tells of each change once', async () => {
    const server = await start()
    await join(server, 'bob')
    await told(server, 'bob')
    const first = await joinWatching(server, 'ada', { all: true })
    expect(first.users).toMatchObject({ bob: {} })
    await told(server, 'ada')
    const second = await joinWatching(server, 'eve', { all: true })
    expect(second.users).toMatchObject({ ada: {}, bob: {} })
    await vi.waitFor(() => {
      const joined = first.diffs.flatMap((diff) => Object.keys(diff.joined ?? {}))
      expect(joined.filter((id) => id === 'eve')).toEqual(['eve'])
    })
  })

  it('sees no more than `canSee` allows', async () => {
    const server = await start({ presence: { canSee: (_, userId) => userId !== 'bob' } })
    await join(server, 'bob')
    await join(server, 'joe')
    await told(server, 'joe')
    const both = await joinWatching(server, 'ada', { add: ['bob', 'joe'] })
    expect(both.users).toEqual({ joe: {} })
    expect((await joinWatching(server, 'eve', { all: true })).users).not.toHaveProperty('bob')
  })

  it('has no answer where it is refused, and then the request says why', async () => {
    const server = await start({ presence: { watchAllLimit: 1 } })
    await join(server, 'bob')
    await join(server, 'joe')
    const ada = await joinWatching(server, 'ada', { all: true })
    expect(ada.users).toBeUndefined()
    const answer: unknown = await ada.socket.emitWithAck('presence:watch', { all: true })
    expect(answer).toMatchObject({ ok: false, error: { code: 'WATCH_ALL_REFUSED' } })
  })

  it.each([
    ['nonsense', 'everybody'],
    ['a bad id', { add: ['with space'] }],
    ['too many ids', { add: Array.from({ length: 501 }, (_, i) => `user-${i}`) }],
    ['nothing', undefined],
  ])('of %s is accepted, and answers nothing', async (_, watch) => {
    const server = await start()
    expect((await joinWatching(server, 'ada', watch)).users).toBeUndefined()
  })

  it('is told nothing of anybody before the session is known to be valid', async () => {
    const server = await start(byToken)
    await join(server, 'bob', { auth: { token: 'token-bob' } })
    const socket = io(server.url, {
      ...{ forceNew: true, reconnection: false, transports: ['websocket'] },
      auth: { rt: { v: 2, userId: 'ada', watch: { all: true } } },
    })
    onTestFinished(() => void socket.disconnect())
    const told: unknown[] = []
    socket.onAny((event: unknown) => told.push(event))
    const refused = await new Promise<{ data?: unknown }>((resolve) =>
      socket.once('connect_error', resolve),
    )
    expect(refused.data).toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(told).toEqual([])
  })
})

describe('presence:watch', () => {
  it('of ids answers with those online, and tells of these alone', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    expect((await watch(ada, { add: ['bob', 'eve'] })).users).toEqual({})
    const diffs: PresenceDiff[] = []
    ada.socket.on('presence:diff', (diff: PresenceDiff) => diffs.push(diff))
    const came = ada.next<PresenceDiff>('presence:diff')
    await join(server, 'mallory')
    const bob = await join(server, 'bob')
    expect(await came).toEqual({ joined: { bob: {} } })
    expect((await watch(ada, { add: ['bob', 'mallory'] })).users).toEqual({ bob: {}, mallory: {} })
    const went = ada.next<PresenceDiff>('presence:diff', ({ left }) => left !== undefined)
    bob.close()
    expect(await went).toEqual({ left: ['bob'] })
    expect(diffs.flatMap(({ joined }) => Object.keys(joined ?? {}))).toEqual(['bob'])
  })

  it('of everybody answers with the state, and tells of each change once', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    await watch(ada, { all: true, add: ['bob'] })
    const diffs: PresenceDiff[] = []
    ada.socket.on('presence:diff', (diff: PresenceDiff) => diffs.push(diff))
    const came = ada.next<PresenceDiff>('presence:diff', ({ joined }) => joined?.bob !== undefined)
    await join(server, 'bob')
    await came
    expect(diffs.filter(({ joined }) => joined?.bob !== undefined)).toHaveLength(1)
    expect((await watch(ada, { all: true })).users).toEqual({ ada: {}, bob: {} })
  })

  it('no longer tells of ids that were removed', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    await watch(ada, { add: ['bob', 'eve'] })
    await watch(ada, { remove: ['bob'] })
    const diffs: PresenceDiff[] = []
    ada.socket.on('presence:diff', (diff: PresenceDiff) => diffs.push(diff))
    const came = ada.next<PresenceDiff>('presence:diff', ({ joined }) => joined?.eve !== undefined)
    await join(server, 'bob')
    await join(server, 'eve')
    await came
    expect(diffs).toEqual([{ joined: { eve: {} } }])
  })

  it('of everybody is refused with a code above the limit', async () => {
    const server = await start({ presence: { watchAllLimit: 1 } })
    const ada = await join(server, 'ada')
    await join(server, 'bob')
    expect(await watch(ada, { all: true })).toMatchObject({
      ok: false,
      error: { code: 'WATCH_ALL_REFUSED' },
    })
  })

  it('tells a v2 client nothing it did not ask for', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    const heard: string[] = []
    ada.socket.onAny((event: string) => heard.push(event))
    const watcher = await join(server, 'watcher')
    await watch(watcher, { add: ['bob'] })
    const came = watcher.next('presence:diff')
    await join(server, 'bob')
    await came
    const mark = ada.next('mark')
    server.service.emitToUser('ada', 'mark', null)
    await mark
    expect(heard.filter((event) => event !== 'server:hello')).toEqual(['mark'])
  })
})
