import { describe, expect, it, onTestFinished } from 'vitest'
import type {
  MessageSyncResult,
  PresenceDiff,
  PresenceWatchResult,
} from '@monhub/realtime-protocol'
import type { TestClient, TestServer } from '@monhub/realtime-server/testing'
import { join, start } from '../harness'

/** What a client's transport has, as far as tests stop it from reading. */
interface Pausable {
  ws: { pause: () => void; resume: () => void }
}
const transportOf = ({ socket }: TestClient) => socket.io.engine.transport as unknown as Pausable

const connOf = ({ io }: TestServer, { socket }: TestClient) =>
  io.sockets.sockets.get(socket.id!)!.conn

/** Calls back again and again until the test is over. */
function every(ms: number, run: () => void) {
  const timer = setInterval(run, ms)
  const stop = () => clearInterval(timer)
  onTestFinished(stop)
  return stop
}

const closed = (server: TestServer, client: TestClient) =>
  new Promise<number>((resolve) => {
    const began = performance.now()
    connOf(server, client).once('close', () => resolve(performance.now() - began))
  })

const FILL = 'x'.repeat(40_000)
const send = ({ service }: TestServer, n: number) =>
  service.sendMessage({
    senderId: 'bob',
    receiverId: 'ada',
    text: String(n),
    clientId: `message-${n}`,
    metadata: { fill: FILL },
  })

/** Sends until the kernel takes no more: the client itself has buffers, and so has the network. */
async function fill(server: TestServer, client: TestClient) {
  const waiting = () =>
    (connOf(server, client) as unknown as { writeBuffer: unknown[] }).writeBuffer.length
  for (let n = 1; waiting() < 5; n++) {
    await send(server, n)
    await new Promise(setImmediate)
  }
}

describe('a connection that does not read', () => {
  it('is cut within 7 s at 1 MB/s, and has everything when it is back', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    const bob = await join(server, 'bob')
    transportOf(ada).ws.pause()
    const began = performance.now()
    let sent = 0
    // By the clock, so that a busy machine does not send less.
    const stop = every(20, () => {
      while (sent < (performance.now() - began) / 40) void send(server, ++sent)
    })
    expect(await closed(server, ada)).toBeLessThan(7000)
    stop()
    expect((await server.service.health()).connections).toBe(1)

    const back = await join(server, 'ada')
    const texts: string[] = []
    for (let after = 0, hasMore = true; hasMore;) {
      const { conversations } = await back.request<MessageSyncResult>('message:sync', {
        conversations: [{ conversationId: 'dm:ada:bob', after }],
      })
      const [{ entries, hasMore: more }] = conversations as [(typeof conversations)[0]]
      texts.push(
        ...entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message.text] : [])),
      )
      after = entries.at(-1)?.seq ?? after
      hasMore = more
    }
    expect(texts).toEqual(Array.from({ length: sent }, (_, i) => String(i + 1)))
    expect(bob.socket.connected).toBe(true)
  })

  it('is cut after 5 s without reading when it is behind by less', async () => {
    const server = await start({ limits: { unreadBytes: 10_000 } })
    const ada = await join(server, 'ada')
    transportOf(ada).ws.pause()
    const end = closed(server, ada)
    await fill(server, ada)
    const began = performance.now()
    await end
    const ms = performance.now() - began
    expect(ms).toBeGreaterThan(4900)
    expect(ms).toBeLessThan(7000)
  })

  it('is told the presence of now when it reads again, and no typing of before', async () => {
    const server = await start({ limits: { unreadBytes: 10_000 } })
    const ada = await join(server, 'ada')
    const bob = await join(server, 'bob')
    const watch = () =>
      ada.request<PresenceWatchResult>('presence:watch', { all: true, add: ['bob', 'cleo'] })
    await expect.poll(async () => Object.keys((await watch()).users)).toEqual(['ada', 'bob'])
    const heard: string[] = []
    const diffs: PresenceDiff[] = []
    ada.socket.onAny((event: string) => heard.push(event))
    ada.socket.on('presence:diff', (diff: PresenceDiff) => diffs.push(diff))

    transportOf(ada).ws.pause()
    const serverSide = server.io.sockets.sockets.get(ada.socket.id!)!
    await fill(server, ada)
    await until(() => serverSide.rooms.has('rt:slow'))

    const watcher = await join(server, 'eve')
    await watcher.request('presence:watch', { all: true })
    const saw = watcher.next<PresenceDiff>('presence:diff', ({ left }) => !!left?.includes('bob'))
    const cleo = await join(server, 'cleo')
    await cleo.request('typing:start', { receiverId: 'ada' })
    const dan = await join(server, 'dan')
    await dan.request('presence:set', { status: 'busy' })
    bob.socket.emit('presence:set', { invisible: true })
    await saw
    expect(serverSide.rooms.has('rt:slow')).toBe(true)

    transportOf(ada).ws.resume()
    await until(() => diffs.length > 0)
    expect(diffs).toEqual([
      { joined: { cleo: {}, dan: { status: 'busy' }, eve: {} }, left: ['bob'] },
    ])
    expect(heard).not.toContain('typing:update')
    expect(serverSide.rooms.has('rt:slow')).toBe(false)
    // From here on as before.
    const next = ada.next<PresenceDiff>('presence:diff')
    dan.socket.emit('presence:set', { status: 'back' })
    expect(await next).toEqual({ joined: { dan: { status: 'back' } } })
  })

  it('does not hold up the end of the server', async () => {
    const server = await start({ limits: { unreadBytes: 10_000 } })
    const ada = await join(server, 'ada')
    transportOf(ada).ws.pause()
    await fill(server, ada)
    await until(() => server.io.sockets.sockets.get(ada.socket.id!)!.rooms.has('rt:slow'))
    const began = performance.now()
    await server.close()
    expect(performance.now() - began).toBeLessThan(2000)
  })

  it('of version 1 is told the list of now when it reads again', async () => {
    const server = await start({ limits: { unreadBytes: 10_000 } })
    const old = await join(server, 'ada', { version: 1 })
    const lists: string[][] = []
    old.socket.on('users:online', (users: string[]) => lists.push(users))
    transportOf(old).ws.pause()
    const serverSide = server.io.sockets.sockets.get(old.socket.id!)!
    await fill(server, old)
    await until(() => serverSide.rooms.has('rt:slow'))
    const fast = await join(server, 'dan', { version: 1 })
    const told = fast.next<string[]>('users:online', (users) => users.includes('cleo'))
    await join(server, 'bob')
    await join(server, 'cleo')
    await told
    transportOf(old).ws.resume()
    await until(() => !serverSide.rooms.has('rt:slow'))
    await until(() => lists.some((users) => users.includes('cleo')))
    expect(lists.map((users) => users.includes('bob'))).not.toContain(false)
  })
})

const SIZE = 16_000_000

describe('a connection that reads slowly', () => {
  it('is not cut for one answer that is larger than all bounds', async () => {
    const server = await start({ limits: { unreadBytes: 10_000, maxUnreadBytes: 100_000 } })
    const ada = await join(server, 'ada')
    const conn = connOf(server, ada)
    const { ws } = transportOf(ada)
    let wasCut = false
    let hasArrived = false
    conn.once('close', () => (wasCut = true))
    const arrived = new Promise<string>((resolve) => {
      ada.socket.on('blob', (blob: string) => {
        hasArrived = true
        resolve(blob)
      })
    })
    // About 2 MB each time.
    every(1000, () => {
      ws.resume()
      if (!hasArrived) setImmediate(() => hasArrived || ws.pause())
    })
    ws.pause()
    server.service.emitToUser('ada', 'blob', 'x'.repeat(SIZE))
    await until(() => conn.request.socket.writableLength > 1_000_000)
    const began = performance.now()
    expect(await arrived).toHaveLength(SIZE)
    expect(performance.now() - began).toBeGreaterThan(5500)
    expect(wasCut).toBe(false)
  }, 60_000)

  it('is asked to read first when it asks for more', async () => {
    const server = await start({ limits: { unreadBytes: 10_000 } })
    const ada = await join(server, 'ada')
    const { ws } = transportOf(ada)
    ws.pause()
    await fill(server, ada)
    const answer = ada.request('message:history', { peerId: 'bob' })
    const other = ada.request('data:sync', {})
    await until(() => server.io.sockets.sockets.get(ada.socket.id!)!.rooms.has('rt:slow'))
    ws.resume()
    expect(await answer).toMatchObject({
      ok: false,
      error: { code: 'RATE_LIMITED', retryAfterMs: 1000 },
    })
    expect(await other).toMatchObject({ ok: true })
    expect(await ada.request('message:history', { peerId: 'bob' })).toMatchObject({ ok: true })
  })
})

/** What nothing tells of. */
async function until(isSo: () => boolean) {
  await expect.poll(isSo, { timeout: 10_000, interval: 20 }).toBe(true)
}
