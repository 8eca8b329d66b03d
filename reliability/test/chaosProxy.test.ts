import { describe, expect, it } from 'vitest'
import { startNetwork } from './tcp'

/** What a direction that swallows has been given. */
const swallowed = (network: Awaited<ReturnType<typeof startNetwork>>, length: number) =>
  expect
    .poll(() => network.lost.map(([, data]) => data).join('').length, { interval: 5 })
    .toBeGreaterThanOrEqual(length)

describe('startChaosProxy', () => {
  it('carries bytes both ways and the end of each direction by itself', async () => {
    const { pair } = await startNetwork()
    const { client, server } = await pair()
    client.socket.end('question')
    expect(await server.receives(8)).toBe('question')
    expect(await server.ended).toBe('end')
    server.socket.end('answer')
    expect(await client.receives(6)).toBe('answer')
    expect(await client.ended).toBe('end')
  })

  it('delays what passes, either way', async () => {
    const { proxy, pair } = await startNetwork()
    const { client, server } = await pair()
    proxy.setWeather({ latencyMs: 60 })
    const startedAt = performance.now()
    client.socket.write('ping')
    await server.receives(4)
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(60)
    server.socket.write('pong')
    await client.receives(4)
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(120)
  })

  it('delays by jitter without changing the order', async () => {
    const { proxy, pair } = await startNetwork()
    const { client, server } = await pair()
    proxy.setWeather({ jitterMs: 40 })
    const arrivals: number[] = []
    server.socket.on('data', () => arrivals.push(performance.now()))
    const startedAt = performance.now()
    for (let i = 0; i < 10; i++) {
      client.socket.write(String(i))
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await server.receives(10)).toBe('0123456789')
    expect(arrivals.at(-1)! - startedAt).toBeGreaterThan(10)
  })

  it('accepts connections that lead nowhere while both directions are swallowed', async () => {
    const network = await startNetwork()
    network.proxy.setWeather({ swallows: ['toServer', 'toClient'] })
    const client = await network.dial()
    client.socket.write('anybody?')
    await swallowed(network, 8)
    expect(network.accepted).toEqual([])
    network.proxy.heal()
    expect(await client.ended).toBe('ECONNRESET')
    expect(client.received()).toBe('')
  })

  it('swallows what an open connection says, and resets it when the weather clears', async () => {
    const network = await startNetwork()
    const { client, server } = await network.pair()
    network.proxy.setWeather({ swallows: ['toServer', 'toClient'] })
    client.socket.write('ping')
    server.socket.write('pong')
    await swallowed(network, 8)
    network.proxy.heal()
    expect(await client.ended).toBe('ECONNRESET')
    expect(await server.ended).toBe('ECONNRESET')
    expect([client.received(), server.received()]).toEqual(['', ''])
  })

  it.each(['toServer', 'toClient'] as const)('cuts only %s', async (direction) => {
    const network = await startNetwork()
    const { client, server } = await network.pair()
    const [deaf, hearing] = direction === 'toServer' ? [server, client] : [client, server]
    network.proxy.setWeather({ swallows: [direction] })
    hearing.socket.write('lost')
    deaf.socket.write('heard')
    expect(await hearing.receives(5)).toBe('heard')
    await swallowed(network, 4)
    deaf.socket.write(' again')
    expect(await hearing.receives(11)).toBe('heard again')
    expect(deaf.received()).toBe('')
    expect(network.lost).toEqual([[direction, 'lost']])
    network.proxy.heal()
    expect(await deaf.ended).toBe('ECONNRESET')
  })

  it('lets nothing through after a loss, even where the cut has moved', async () => {
    const network = await startNetwork()
    const { client, server } = await network.pair()
    network.proxy.setWeather({ swallows: ['toServer'] })
    client.socket.write('lost')
    await swallowed(network, 4)
    network.proxy.setWeather({ swallows: ['toClient'] })
    expect(await server.ended).toBe('ECONNRESET')
    expect(server.received()).toBe('')
  })

  it('keeps a connection that lost nothing', async () => {
    const { proxy, pair } = await startNetwork()
    const { client, server } = await pair()
    proxy.setWeather({ swallows: ['toServer'] })
    proxy.heal()
    client.socket.write('still here')
    expect(await server.receives(10)).toBe('still here')
  })

  it('resets both ends', async () => {
    const { proxy, pair } = await startNetwork()
    const { client, server } = await pair()
    expect(proxy.connections()).toBe(1)
    proxy.reset()
    expect(await client.ended).toBe('ECONNRESET')
    expect(await server.ended).toBe('ECONNRESET')
    expect(proxy.connections()).toBe(0)
  })

  it('resets new connections while it refuses', async () => {
    const { proxy, dial, accepted } = await startNetwork()
    proxy.setWeather({ isRefusing: true })
    // The kernel may accept first and reset then, or be quicker.
    const ended = dial().then(
      (client) => client.ended,
      (error: unknown) => String(error),
    )
    expect(await ended).toContain('ECONNRESET')
    expect(accepted).toEqual([])
  })

  it('passes the reset of one end on to the other', async () => {
    const { pair } = await startNetwork()
    const { client, server } = await pair()
    server.socket.resetAndDestroy()
    expect(await client.ended).toBe('ECONNRESET')
  })

  it.each(['toServer', 'toClient'] as const)('cuts after a number of bytes %s', async (to) => {
    const { proxy, pair, lost } = await startNetwork()
    const { client, server } = await pair()
    const [from, into] = to === 'toServer' ? [client, server] : [server, client]
    proxy.cutAfter(to, 7)
    from.socket.write('1234')
    await into.receives(4)
    from.socket.write('56789')
    expect(await from.ended).toBe('ECONNRESET')
    // libuv may tell a reset that comes with the last bytes as an end.
    await into.ended
    expect(into.received()).toBe('1234567')
    expect(lost).toEqual([[to, '89']])
  })

  it('cuts between two pieces of data where the number falls there', async () => {
    const { proxy, pair } = await startNetwork()
    const { client, server } = await pair()
    proxy.cutAfter('toServer', 4)
    client.socket.write('1234')
    expect(await client.ended).toBe('ECONNRESET')
    expect(server.received()).toBe('1234')
  })

  it('cuts after the server wrote its answer and before the client gets it', async () => {
    const { proxy, pair, lost } = await startNetwork()
    const { client, server } = await pair()
    const stop = proxy.cutWhen('toClient', (data) => data.includes('ack'))
    client.socket.write('write')
    expect(await server.receives(5)).toBe('write')
    server.socket.write('news')
    expect(await client.receives(4)).toBe('news')
    server.socket.write('ack')
    expect(await client.ended).toBe('ECONNRESET')
    expect(client.received()).toBe('news')
    expect(lost).toEqual([['toClient', 'ack']])

    stop()
    const next = await pair()
    next.server.socket.write('ack')
    expect(await next.client.receives(3)).toBe('ack')
  })

  it('holds bytes while it is paused, and loses none', async () => {
    const { proxy, pair, lost } = await startNetwork()
    const { client, server } = await pair()
    proxy.setWeather({ isPaused: true })
    client.socket.write('one ')
    server.socket.write('answer')
    const other = await pair()
    other.client.socket.write('another')
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect([server.received(), client.received(), other.server.received()]).toEqual(['', '', ''])
    client.socket.write('two')
    proxy.setWeather({ isPaused: false })
    expect(await server.receives(7)).toBe('one two')
    expect(await client.receives(6)).toBe('answer')
    expect(await other.server.receives(7)).toBe('another')
    expect(lost).toEqual([])
  })

  it('carries more than fits into its buffers', async () => {
    const { pair } = await startNetwork()
    const { client, server } = await pair()
    const text = 'x'.repeat(8 << 20)
    client.socket.end(text)
    expect((await server.receives(text.length)).length).toBe(text.length)
  })

  it('ends its connections when it is closed', async () => {
    const { proxy, pair } = await startNetwork()
    const { client } = await pair()
    await proxy.close()
    expect(await client.ended).toBe('ECONNRESET')
  })
})
