import { describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import type { SessionEnded } from '@monhub/realtime-protocol'
import { byToken, join, start } from '../harness'

const lost = (socket: { once: (event: 'disconnect', listener: (r: string) => void) => unknown }) =>
  new Promise<string>((resolve) => socket.once('disconnect', resolve))

describe('a connection that floods', () => {
  it('at 1000 events/s is held to its limit, cut with a code, and can come back', async () => {
    const server = await start()
    const eve = await join(server, 'eve')
    const ada = await join(server, 'ada')
    const told = eve.next<SessionEnded>('session:ended')
    const gone = lost(eve.socket)
    const began = performance.now()
    let sent = 0
    const timer = setInterval(() => {
      while (sent < performance.now() - began)
        eve.socket.emit('message:send', { receiverId: 'ada', text: String(sent++) })
    }, 10)
    const reason = await gone
    const seconds = (performance.now() - began) / 1000
    clearInterval(timer)
    expect(reason).toBe('transport close')
    expect(await told).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 30_000 })
    expect(seconds).toBeLessThan(60)
    const { messages } = await server.service.history({ userId: 'ada', peerId: 'eve', limit: 1 })
    expect(messages[0]!.seq).toBeGreaterThanOrEqual(600)
    expect(messages[0]!.seq).toBeLessThanOrEqual(600 + 50 * Math.ceil(seconds))
    expect(ada.socket.connected).toBe(true)
    const { limits } = await server.service.health()
    expect(limits.cutConnections).toBe(1)
    expect(limits.refusedEvents).toBeGreaterThanOrEqual(1000)
    await join(server, 'eve')
  })

  it('is nobody who is refused now and then, or sends wrong payloads within the limit', async () => {
    const server = await start({ limits: { eventsPerSecond: 10, eventsBurst: 100 } })
    const ada = await join(server, 'ada')
    // Beyond 200 refused within 10 s it would be cut.
    for (let i = 0; i < 3; i++)
      await Promise.all(Array.from({ length: 97 }, () => ada.request('message:send', { no: 1 })))
    expect(ada.socket.connected).toBe(true)
    await Promise.all(
      Array.from({ length: 20 }, () => ada.request('message:send', { no: 1 }).catch(() => {})),
    )
    expect(ada.socket.connected).toBe(false)
  })

  it('of CONNECT packets, 5000 in one go, asks `authenticate` 3 times at most', async () => {
    let asked = 0
    const server = await start({
      authenticate: async (handshake) => {
        asked++
        await new Promise(setImmediate)
        return byToken.authenticate!(handshake)
      },
    })
    const raw = new WebSocket(`ws://127.0.0.1:${server.port}/socket.io/?EIO=4&transport=websocket`)
    const closed = new Promise((resolve) => raw.once('close', resolve))
    await new Promise((resolve) => raw.once('open', resolve))
    for (let i = 0; i < 5000; i++) raw.send('40{"token":"nonsense"}')
    await closed
    expect(asked).toBeGreaterThan(0)
    expect(asked).toBeLessThanOrEqual(3)
    await join(server, undefined, { auth: { token: 'token-ada' } })
  })
})
