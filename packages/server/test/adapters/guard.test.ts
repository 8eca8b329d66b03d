import { EventEmitter } from 'node:events'
import { createServer } from 'node:http'
import { createAdapter, createShardedAdapter } from '@socket.io/redis-adapter'
import { createAdapter as createStreamsAdapter } from '@socket.io/redis-streams-adapter'
import { Server, type ServerOptions } from 'socket.io'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { busStatus, guardAdapter, guardWith } from '../../src/adapters/guard'

/** A client in the likeness of node-redis whose commands are answered, or not, by `answer`. */
function fakeClient(answer: () => Promise<unknown>): EventEmitter {
  const commands = ['publish', 'sPublish', 'xAdd', 'sendCommand', 'pSubscribe', 'subscribe']
  const more = ['sSubscribe', 'sUnsubscribe', 'pUnsubscribe', 'unsubscribe', 'set']
  const client = new EventEmitter().on('error', () => {})
  return Object.assign(
    client,
    Object.fromEntries([...commands, ...more].map((name) => [name, async () => answer()])),
    {
      duplicate: () => fakeClient(() => new Promise(() => {})),
      connect: async () => {},
      disconnect: () => {},
      // A poll that never ends, as a stream without news.
      xRead: () => new Promise(() => {}),
    },
  )
}

const refuse = () => Promise.reject(new Error('redis is away'))

function serve(adapter: ServerOptions['adapter'], options: Partial<ServerOptions> = {}) {
  const io = new Server(createServer(), { adapter, ...options })
  onTestFinished(() => void io.close())
  return io
}

const kinds: [string, (client: EventEmitter) => ServerOptions['adapter']][] = [
  [
    'classic',
    (client) =>
      createAdapter(
        client,
        fakeClient(async () => {}),
      ),
  ],
  [
    'sharded',
    (client) =>
      createShardedAdapter(
        client,
        fakeClient(async () => {}),
      ),
  ],
  ['streams', (client) => createStreamsAdapter(client)],
]

describe.each(kinds)('guardAdapter of the %s adapter', (_, adapterWith) => {
  const unhandled = vi.fn()
  beforeEach(() => {
    unhandled.mockClear()
    // Vitest ends a run with an unhandled rejection; these tests say which call made it.
    const others = process.listeners('unhandledRejection')
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', unhandled)
    onTestFinished(() => {
      process.removeAllListeners('unhandledRejection')
      for (const listener of others) process.on('unhandledRejection', listener)
    })
  })
  const settle = () => new Promise((resolve) => setTimeout(resolve, 5))

  it('counts what cannot be published, and nothing rejects unhandled', async () => {
    const { adapter } = serve(adapterWith(fakeClient(refuse))).of('/')
    const onFailure = vi.fn()
    guardAdapter(adapter, onFailure)
    const { nsp } = adapter as unknown as { nsp: ReturnType<Server['of']> }
    nsp.to('room').emit('chat', 'hi')
    nsp.serverSideEmit('rt:p', '{}')
    await settle()
    expect(busStatus(adapter).failedPublishes).toBe(2)
    expect(busStatus(adapter).failingSinceAt).toBeGreaterThan(Date.now() - 1000)
    expect(onFailure).toHaveBeenCalledTimes(2)
    expect(onFailure).toHaveBeenCalledWith(expect.objectContaining({ message: 'redis is away' }))
    expect(unhandled).not.toHaveBeenCalled()
  })

  it('lets questions to other nodes time out instead of rejecting where nobody listens', async () => {
    const io = serve(adapterWith(fakeClient(refuse)))
    guardAdapter(io.of('/').adapter)
    const answer = new Promise((resolve) => {
      io.timeout(20).emit('chat', (error: Error | null) => resolve(error))
    })
    io.serverSideEmit('question', () => {})
    expect(await answer).toBeInstanceOf(Error)
    await settle()
    expect(unhandled).not.toHaveBeenCalled()
  })

  it('guards once, however often it is called', async () => {
    const { adapter } = serve(adapterWith(fakeClient(refuse))).of('/')
    const [first, second] = [vi.fn(), vi.fn()]
    guardAdapter(adapter, first)()
    guardAdapter(adapter, second)
    ;(adapter.nsp as ReturnType<Server['of']>).serverSideEmit('rt:p', '{}')
    await settle()
    expect(first).not.toHaveBeenCalled()
    expect(second).toHaveBeenCalledTimes(1)
    expect(busStatus(adapter).failedPublishes).toBe(1)
  })

  it('logs one line when the bus goes and one when it is back', async () => {
    let answer: () => Promise<unknown> = refuse
    const { adapter } = serve(adapterWith(fakeClient(() => answer()))).of('/')
    const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
    const bus = guardWith(adapter)
    bus.logTo(logger)
    bus.logTo({ ...logger, error: () => expect.unreachable() })
    const nsp = adapter.nsp as ReturnType<Server['of']>
    for (let i = 0; i < 3; i++) nsp.emit('chat', 'lost')
    await settle()
    expect(logger.error).toHaveBeenCalledTimes(1)
    answer = async () => 1
    for (let i = 0; i < 3; i++) nsp.emit('chat', 'heard')
    await settle()
    expect(logger.error).toHaveBeenCalledTimes(1)
    expect(logger.warn).toHaveBeenCalledTimes(1)
    expect(logger.warn.mock.calls[0]![0]).toMatchObject({ failedPublishes: 3 })
    expect(busStatus(adapter)).toEqual({ failedPublishes: 3, failingSinceAt: null })
  })
})

describe('busStatus', () => {
  it('is in order for an adapter that was never guarded', () => {
    const { adapter } = new Server().of('/')
    expect(busStatus(adapter)).toEqual({ failedPublishes: 0, failingSinceAt: null })
  })
})
