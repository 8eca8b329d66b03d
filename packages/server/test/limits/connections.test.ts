import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { TestServer } from '@monhub/realtime-server/testing'
import { addressOf, networkOf } from '../../src/limits/addresses'
import { byToken, join, start } from '../harness'

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'connected',
    (error: unknown) => (error as { data?: { code: string } }).data?.code ?? String(error),
  )
const joinAs = (server: TestServer, userId: string, options = {}) =>
  join(server, undefined, { auth: { token: `token-${userId}` }, ...options })

describe('limits.connectionsPerUser', () => {
  it('refuses the newest with a code and a time, and lets it in when one has gone', async () => {
    const server = await start({ ...byToken, limits: { connectionsPerUser: 2 } })
    const first = await joinAs(server, 'ada')
    await joinAs(server, 'ada')
    const error = await joinAs(server, 'ada').catch((it: unknown) => it)
    expect(error).toMatchObject({ data: { code: 'TOO_MANY_CONNECTIONS', retryAfterMs: 15_000 } })
    await joinAs(server, 'bob')
    const gone = new Promise((resolve) =>
      server.io.sockets.sockets.get(first.socket.id!)!.once('disconnect', resolve),
    )
    first.close()
    await gone
    expect(await codeOf(joinAs(server, 'ada'))).toBe('connected')
  })

  it('is exact when many come at once', async () => {
    let asked = 0
    let admit = () => {}
    const all = new Promise<void>((resolve) => (admit = resolve))
    const server = await start({
      limits: { connectionsPerUser: 3 },
      authenticate: async () => {
        if (++asked === 20) admit()
        await all
        return { userId: 'ada' }
      },
    })
    const codes = await Promise.all(Array.from({ length: 20 }, () => codeOf(joinAs(server, 'ada'))))
    expect(codes.filter((code) => code === 'connected')).toHaveLength(3)
    expect(codes.filter((code) => code === 'TOO_MANY_CONNECTIONS')).toHaveLength(17)
  })

  it('closes the connection of a version 1 client, which takes a refusal for final', async () => {
    const server = await start({ ...byToken, limits: { connectionsPerUser: 1 } })
    await joinAs(server, 'ada')
    const old = joinAs(server, 'ada', { version: 1 })
    const closed = new Promise((resolve) =>
      server.io.engine.once('connection', (conn: { once: (e: string, f: unknown) => void }) =>
        conn.once('close', resolve),
      ),
    )
    expect(await closed).toBe('forced close')
    void old.catch(() => {})
  })
})

describe('addressLimits', () => {
  const from = (address: string) => ({ extraHeaders: { 'x-forwarded-for': address } })

  it('hold one address behind a trusted proxy, and no other', async () => {
    const addressLimits = { connections: 2 }
    const server = await start({}, { trustProxy: 1, addressLimits })
    const first = await join(server, 'a', from('8.8.8.8, 192.0.2.1'))
    await join(server, 'b', from('9.9.9.9, 192.0.2.1'))
    expect(await codeOf(join(server, 'c', from('192.0.2.1')))).toContain('websocket error')
    await join(server, 'd', from('192.0.2.1, 192.0.2.2'))
    const conn = server.io.sockets.sockets.get(first.socket.id!)!.conn
    const gone = new Promise((resolve) => conn.once('close', resolve))
    first.close()
    await gone
    await join(server, 'e', from('192.0.2.1'))
  })

  it('hold attempts too, before anybody is authenticated', async () => {
    let asked = 0
    const server = await start(
      { authenticate: () => (asked++, null) },
      { trustProxy: 0, addressLimits: { attemptsPerSecond: 0.01, attemptsBurst: 5 } },
    )
    const codes: string[] = []
    for (let i = 0; i < 8; i++) codes.push(await codeOf(join(server, 'a')))
    expect(codes.filter((code) => code === 'UNAUTHENTICATED')).toHaveLength(5)
    expect(asked).toBe(5)
  })

  it.each([{}, { trustProxy: 1, addressLimits: false as const }])(
    'are off with %o',
    async (options) => {
      const server = await start({}, options)
      for (let i = 0; i < 30; i++)
        await join(server, `user ${i}`.replace(' ', ''), from('192.0.2.1'))
      expect((await server.service.health()).connections).toBe(30)
    },
  )
})

describe('addressOf', () => {
  const request = (forwarded: string | undefined) =>
    ({
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
      socket: { remoteAddress: '10.0.0.9' },
    }) as unknown as IncomingMessage

  it.each<[string, string | undefined, number, string]>([
    ['nothing is trusted', '1.1.1.1', 0, '10.0.0.9'],
    ['one proxy wrote the last entry', '6.6.6.6, 1.1.1.1', 1, '1.1.1.1'],
    ['of two proxies the first wrote it', '6.6.6.6, 1.1.1.1, 10.0.0.8', 2, '1.1.1.1'],
    ['fewer wrote than are trusted', '1.1.1.1', 2, '1.1.1.1'],
    ['nobody wrote', undefined, 1, '10.0.0.9'],
    ['somebody wrote nothing', ' ', 1, '10.0.0.9'],
  ])('when %s', (_, forwarded, trustProxy, address) => {
    expect(addressOf(request(forwarded), trustProxy)).toBe(address)
  })
})

describe('networkOf', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['192.0.2.1:4711', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::9]:443', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
    ['nonsense', 'nonsense'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})
