import {
  connectTestClient,
  createMemoryServer,
  type MemoryServer,
  type TestClientOptions,
} from '@monhub/realtime-server/testing'
import { describe, expect, it, onTestFinished, vi } from 'vitest'

const create = (...args: Parameters<typeof createMemoryServer>) => {
  const server = createMemoryServer(...args)
  onTestFinished(() => server.close())
  return server
}

const connect = (server: MemoryServer, userId: string, options: TestClientOptions = {}) =>
  connectTestClient(server.url, { userId, transports: server.transports(userId), ...options })

interface New {
  message: { text: string }
}

describe('createMemoryServer', () => {
  it('carries messages, acks and binary between real clients without a port', async () => {
    const server = create()
    server.io.on('connection', (socket) => {
      socket.on('echo', (data: Buffer, ack: (data: Buffer) => void) => ack(data))
    })
    const [alice, bob] = await Promise.all([connect(server, 'alice'), connect(server, 'bob')])
    const heard = alice.next<New>('message:new')
    const answer = await bob.request('message:send', { receiverId: 'alice', text: 'hello' })
    expect(answer.ok).toBe(true)
    expect((await heard).message.text).toBe('hello')
    const bytes = Buffer.from([1, 2, 3])
    expect(await alice.request<Buffer>('echo', bytes)).toEqual(bytes)
  })

  it('asks `authenticate`, with the headers of the request', async () => {
    const server = create({
      service: {
        authenticate: ({ headers: { cookie }, address }) =>
          cookie === 'sid=1' ? { userId: `bob-of-${address}` } : null,
      },
    })
    const transports = server.transports('bob', { cookie: 'sid=1' })
    await connectTestClient(server.url, { transports })
    await vi.waitFor(() => expect(server.service.getOnlineUsers()).toEqual(['bob-of-127.0.0.1']))
    await expect(connect(server, 'eve')).rejects.toMatchObject({
      data: { code: 'UNAUTHENTICATED' },
    })
  })

  it('refuses an origin and an address as the server on a port does', async () => {
    const server = create({ server: { trustProxy: 0, addressLimits: { connections: 1 } } })
    const evil = server.transports('eve', { origin: 'https://evil.test' })
    await expect(connect(server, 'eve', { transports: evil })).rejects.toThrow('websocket error')
    await connect(server, 'alice')
    await expect(connect(server, 'bob')).rejects.toThrow('websocket error')
  })

  it('works while timers are faked', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const server = create()
    const [alice, bob] = await Promise.all([connect(server, 'alice'), connect(server, 'bob')])
    const heard = alice.next<New>('message:new')
    await bob.request('message:send', { receiverId: 'alice', text: 'hello' })
    expect((await heard).message.text).toBe('hello')
  })

  it('ends its connections when closed, and takes none after', async () => {
    const server = createMemoryServer()
    const alice = await connect(server, 'alice')
    const ended = new Promise((resolve) => alice.socket.once('disconnect', resolve))
    await Promise.all([server.close(), server.close()])
    expect(await ended).toBe('transport close')
    await expect(connect(server, 'bob')).rejects.toThrow('websocket error')
  })
})

describe('TestNetwork', () => {
  it('cuts everybody, or one, and refuses them until it is healed', async () => {
    const server = create()
    const [alice, bob] = await Promise.all([connect(server, 'alice'), connect(server, 'bob')])
    server.networkOf('alice').disconnect()
    expect([alice.socket.connected, bob.socket.connected]).toEqual([false, true])
    await expect(connect(server, 'alice')).rejects.toThrow('websocket error')
    server.networkOf('alice').heal()
    await connect(server, 'alice')
    server.network.disconnect()
    expect(bob.socket.connected).toBe(false)
    await expect(connect(server, 'bob')).rejects.toThrow('websocket error')
  })

  it('loses what one direction carries, and nobody is told', async () => {
    const server = create()
    const [alice, bob] = await Promise.all([connect(server, 'alice'), connect(server, 'bob')])
    server.networkOf('bob').drop('toClient')
    const heard = alice.next<New>('message:new')
    const ack = vi.fn()
    bob.socket.emit('message:send', { receiverId: 'alice', text: 'stored' }, ack)
    expect((await heard).message.text).toBe('stored')
    server.networkOf('bob').heal()
    await bob.request('message:send', { receiverId: 'alice', text: 'next' })
    expect(ack).not.toHaveBeenCalled()
    expect(bob.socket.connected).toBe(true)
  })

  it('delays by a timer, so that fake ones decide', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const server = create()
    const [alice, bob] = await Promise.all([connect(server, 'alice'), connect(server, 'bob')])
    const heard = vi.fn()
    alice.socket.on('message:new', heard)
    server.networkOf('alice').delay(3000, 'toClient')
    await bob.request('message:send', { receiverId: 'alice', text: 'late' })
    await vi.advanceTimersByTimeAsync(2999)
    expect(heard).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(heard).toHaveBeenCalledOnce()
  })

  it('lets what was delayed arrive at once when it is healed, and in order', async () => {
    const server = create()
    const alice = await connect(server, 'alice')
    const heard: unknown[] = []
    alice.socket.on('count', (n: unknown) => heard.push(n))
    server.network.delay(60_000)
    for (const n of [1, 2, 3]) server.io.emit('count', n)
    server.network.heal()
    server.io.emit('count', 4)
    await vi.waitFor(() => expect(heard).toEqual([1, 2, 3, 4]))
  })

  it('lets each event be overtaken by the next', async () => {
    const server = create()
    const alice = await connect(server, 'alice')
    const heard: unknown[] = []
    alice.socket.on('count', (n: unknown) => heard.push(n))
    server.network.reorder('toClient')
    for (const n of [1, 2, 3]) server.io.emit('count', n)
    await vi.waitFor(() => expect(heard).toEqual([2, 1]))
    server.network.heal()
    await vi.waitFor(() => expect(heard).toEqual([2, 1, 3]))
  })
})
