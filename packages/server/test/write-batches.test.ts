import type { IncomingMessage } from 'node:http'
import { setImmediate as turnOfTheLoop, setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { join, start } from './harness'

/** The TCP connection of the only client, whose writes the service may hold back. */
function onlyConnection({ io }: Awaited<ReturnType<typeof start>>) {
  const [socket] = io.sockets.sockets.values()
  if (!socket) throw new Error('nobody is connected')
  return { socket, tcp: socket.request.socket }
}

const numbers = (client: Awaited<ReturnType<typeof join>>) => {
  const got: number[] = []
  client.socket.on('count', (n: number) => got.push(n))
  return got
}

/** More than the millisecond after which a frame counts as alone. */
const calm = () => sleep(5)

describe('frames to one connection', () => {
  it('leave at once after some calm; those behind wait for the end of their turn, and no longer', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    const got = numbers(ada)
    const { tcp } = onlyConnection(server)
    await calm()
    const before = tcp.bytesWritten
    server.service.emitToUser('ada', 'count', 0)
    const afterOne = tcp.bytesWritten
    expect(afterOne).toBeGreaterThan(before)
    for (let n = 1; n < 50; n++) server.service.emitToUser('ada', 'count', n)
    expect(tcp.bytesWritten).toBe(afterOne)
    await turnOfTheLoop()
    expect(tcp.bytesWritten).toBeGreaterThan(afterOne)
    expect(tcp.writableCorked).toBe(0)
    const last = ada.next<number>('count', (n) => n === 49)
    await last
    await turnOfTheLoop()
    expect(tcp.writableCorked).toBe(0)
    expect(got).toEqual(Array.from({ length: 50 }, (_, n) => n))
  })

  it('begin with the answer to the handshake, before the service has seen the connection', async () => {
    const server = await start()
    const corked: number[] = []
    server.io.engine.on('connection', ({ request }: { request: IncomingMessage }) =>
      corked.push(request.socket.writableCorked),
    )
    await join(server, 'ada')
    expect(corked).toEqual([1])
    await turnOfTheLoop()
    expect(onlyConnection(server).tcp.writableCorked).toBe(0)
  })

  it('of others are held as well while a server writes, and all leave in one turn', async () => {
    const server = await start()
    const people = await Promise.all(['ada', 'bob', 'eve'].map((name) => join(server, name)))
    const heard = people.map(numbers)
    await calm()
    const tcps = [...server.io.sockets.sockets.values()].map(({ request }) => request.socket)
    const written = () => tcps.map((tcp) => tcp.bytesWritten)
    server.service.emitToAll('count', 1)
    const before = written()
    for (let n = 2; n < 5; n++) server.service.emitToAll('count', n)
    expect(written()).toEqual(before)
    await turnOfTheLoop()
    await vi.waitFor(() => expect(heard).toEqual([1, 2, 3].map(() => [1, 2, 3, 4])))
  })

  it('arrive when a listener of the app throws as others are let go', async () => {
    const server = await start()
    const people = await Promise.all(['ada', 'bob', 'eve'].map((name) => join(server, name)))
    const thrown: unknown[] = []
    const listeners = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    process.once('uncaughtException', (error) => thrown.push(error))
    onTestFinished(() => {
      process.removeAllListeners('uncaughtException')
      for (const listener of listeners) process.on('uncaughtException', listener)
    })
    const [, second, third] = server.io.sockets.sockets.values()
    const last = people.find(({ socket }) => socket.id === third?.id)
    if (!last) throw new Error('nobody is third')
    const heard = numbers(last)
    await calm()
    // The first one's leaves at once, the others' are held.
    server.service.emitToAll('count', 1)
    second?.conn.once('flush', () => {
      throw new Error('from a listener of the app')
    })
    server.service.emitToAll('count', 2)
    await vi.waitFor(() => expect(thrown).toHaveLength(1))
    await vi.waitFor(() => expect(heard).toEqual([1, 2]))
    server.service.emitToAll('count', 3)
    await vi.waitFor(() => expect(heard).toEqual([1, 2, 3]))
  })

  it('arrive when the connection ends in the same turn', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    const got = numbers(ada)
    const gone = new Promise((resolve) => ada.socket.once('disconnect', resolve))
    server.service.emitToUser('ada', 'count', 1)
    server.service.disconnectUser('ada', 'over')
    await gone
    expect(got).toEqual([1])
  })

  it('are left alone where a client polls', async () => {
    const server = await start()
    const ada = await join(server, 'ada', { transports: ['polling'] })
    const got = numbers(ada)
    const arrived = ada.next('count')
    server.service.emitToUser('ada', 'count', 1)
    expect(onlyConnection(server).tcp.writableCorked).toBe(0)
    await arrived
    expect(got).toEqual([1])
  })

  it('leave although a test has faked the timers', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    const got = numbers(ada)
    vi.useFakeTimers({ toFake: ['setImmediate'] })
    onTestFinished(() => void vi.useRealTimers())
    const second = ada.next<number>('count', (n) => n === 2)
    server.service.emitToUser('ada', 'count', 1)
    server.service.emitToUser('ada', 'count', 2)
    await second
    expect(got).toEqual([1, 2])
  })

  it('keep one listener however often a namespace is joined on one connection', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    const { conn } = onlyConnection(server).socket
    const listeners = conn.listenerCount('flush')
    // A second namespace keeps the connection open.
    server.io.of('/other')
    const other = ada.socket.io.socket('/other')
    await new Promise<void>((resolve) => other.once('connect', resolve))
    for (let n = 0; n < 3; n++) {
      const left = new Promise((resolve) =>
        onlyConnection(server).socket.once('disconnect', resolve),
      )
      ada.socket.disconnect()
      await left
      const back = new Promise<void>((resolve) => ada.socket.once('connect', resolve))
      ada.socket.connect()
      await back
    }
    expect(onlyConnection(server).socket.conn).toBe(conn)
    expect(conn.listenerCount('flush')).toBe(listeners)
  })
})
