import { once } from 'node:events'
import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { SocketServiceOptions } from '@monhub/realtime-server'
import type { TestServer } from '@monhub/realtime-server/testing'
import { WebSocket } from 'ws'
import { createOriginPolicy, type OriginOptions } from '../src/origin'
import { join, start } from './harness'

/** As a proxy makes it, with a Host of its own. */
async function handshake({ port }: TestServer, transport: string, headers: OutgoingHttpHeaders) {
  const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' }
  const key = { 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' }
  const path = `/socket.io/?EIO=4&transport=${transport}`
  const all = { ...headers, ...(transport === 'websocket' && { ...upgrade, ...key }) }
  const asked = request({ host: '127.0.0.1', port, path, headers: all, agent: false }).end()
  const answered = once(asked, 'response').then(([response]) => response as IncomingMessage)
  const upgraded = once(asked, 'upgrade').then(([response]) => response as IncomingMessage)
  const response = await Promise.race([answered, upgraded])
  response.destroy()
  return [101, 200].includes(response.statusCode ?? 0) ? 'accepted' : 'refused'
}

const passes = (headers: Record<string, string>, options: OriginOptions = {}) =>
  createOriginPolicy(options).refusal({ headers } as unknown as IncomingMessage) === null

describe('createOriginPolicy', () => {
  it.each([
    ['same host', { origin: 'https://app.example', host: 'app.example' }, true],
    ['same host, other scheme', { origin: 'https://app.example', host: 'app.example:443' }, true],
    ['other port', { origin: 'https://app.example:8443', host: 'app.example' }, false],
    ['other host', { origin: 'https://evil.example', host: 'app.example' }, false],
    ['subdomain', { origin: 'https://a.app.example', host: 'app.example' }, false],
    ['host as a prefix', { origin: 'https://app.example.evil.test', host: 'app.example' }, false],
    ['opaque origin', { origin: 'null', host: 'app.example' }, false],
    ['no Origin', { host: 'app.example' }, true],
    ['no Origin, cross-site', { host: 'app.example', 'sec-fetch-site': 'cross-site' }, false],
    ['no Origin, same-origin', { host: 'app.example', 'sec-fetch-site': 'same-origin' }, true],
    ['dev server', { origin: 'http://localhost:5173', host: 'localhost:4000' }, true],
    ['loopback names', { origin: 'http://127.0.0.1:5173', host: '[::1]:4000' }, true],
    ['port in a name', { origin: 'https://app.example:80@evil.test', host: 'app.example' }, false],
    ['host as a suffix', { origin: 'https://evilapp.example', host: 'app.example' }, false],
    ['host in a path', { origin: 'https://evil.test/app.example', host: 'app.example' }, false],
    ['host as a user', { origin: 'https://app.example@evil.test', host: 'app.example' }, false],
    ['trailing dot', { origin: 'https://app.example.', host: 'app.example' }, false],
    ['look-alike', { origin: 'https://xn--pp-eka.example', host: 'app.example' }, false],
    [
      'two origins',
      { origin: 'https://app.example, https://evil.test', host: 'app.example' },
      false,
    ],
    ['a space around', { origin: 'https://evil.test app.example', host: 'app.example' }, false],
    ['file', { origin: 'file://', host: 'app.example' }, false],
    ['empty Origin', { origin: '', host: 'app.example' }, false],
    ['data', { origin: 'data:text/html,x', host: 'app.example' }, false],
    ['no Host', { origin: 'https://app.example' }, false],
    [
      'loopback in a name',
      { origin: 'https://127.0.0.1.evil.test', host: 'localhost:4000' },
      false,
    ],
    ['localhost as a prefix', { origin: 'https://localhost.evil.test', host: 'localhost' }, false],
    ['public page, loopback host', { origin: 'https://evil.test', host: '127.0.0.1:4000' }, false],
    ['loopback page, public host', { origin: 'http://localhost:5173', host: 'app.example' }, false],
    [
      'X-Forwarded-Host of nobody',
      { origin: 'https://a.example', host: 'inner', 'x-forwarded-host': 'a.example' },
      false,
    ],
  ])('without a list: %s', (_, headers, expected) => {
    expect(passes(headers)).toBe(expected)
  })

  it('compares with X-Forwarded-Host where a proxy is trusted', () => {
    const headers = {
      origin: 'https://a.example',
      host: 'inner:80',
      'x-forwarded-host': 'a.example',
    }
    expect(passes(headers, { trustProxy: 1 })).toBe(true)
  })

  it('believes of several X-Forwarded-Host the one that its own proxies wrote', () => {
    const said = (hosts: string) => ({
      origin: 'https://evil.test',
      host: 'inner',
      'x-forwarded-host': hosts,
    })
    // The first is whatever the client sent; each proxy adds one.
    expect(passes(said('evil.test, app.example'), { trustProxy: 1 })).toBe(false)
    expect(passes(said('evil.test, app.example, inner'), { trustProxy: 2 })).toBe(false)
    expect(passes(said('app.example, evil.test'), { trustProxy: 0 })).toBe(false)
  })

  it('holds to an exact list', () => {
    const options = { origins: ['https://monhubimmo.fr', 'capacitor://localhost'] }
    const host = 'api.monhubimmo.fr'
    expect(passes({ host, origin: 'https://monhubimmo.fr' }, options)).toBe(true)
    expect(passes({ host, origin: 'capacitor://localhost' }, options)).toBe(true)
    expect(passes({ host, origin: 'https://www.monhubimmo.fr' }, options)).toBe(false)
    expect(passes({ host, origin: 'http://monhubimmo.fr' }, options)).toBe(false)
    expect(passes({ host, origin: `https://${host}` }, options)).toBe(false)
  })

  it.each(['monhubimmo.fr', '*', 'https://*.monhubimmo.fr', 'https://a.example/path'])(
    'refuses %s in the list at start, with the way to write it',
    (origin) => {
      expect(() => createOriginPolicy({ origins: [origin] })).toThrow(/https:\/\/example\.com/)
    },
  )
})

describe('createSocketServer', () => {
  const evil = { extraHeaders: { Origin: 'https://evil.example', Cookie: 'session=stolen' } }
  const bySession: SocketServiceOptions = {
    authenticate: ({ headers }) =>
      headers.cookie?.includes('session=') ? { userId: 'ada' } : null,
  }
  /** Connects with these headers, as browsers and others send them. */
  const outcome = (server: TestServer, transport: string, extraHeaders: Record<string, string>) =>
    join(server, '', { transports: [transport], version: 1, extraHeaders }).then(
      () => 'accepted',
      () => 'refused',
    )
  const cookie = { Cookie: 'session=ada' }
  const foreign = [
    ...[
      'https://evil.example',
      'http://127.0.0.1.evil.example',
      'https://evil.example:443',
      'null',
    ],
    ...['https://localhost.evil.example', 'file://', 'chrome-extension://abcdefghijklmnop'],
  ]
  const tricks: Record<string, string>[] = [
    {},
    { 'X-Forwarded-Host': 'evil.example' },
    { Forwarded: 'host=evil.example' },
    { Referer: 'http://127.0.0.1/' },
    { 'Sec-Fetch-Site': 'same-origin' },
  ]

  it.each(['websocket', 'polling'])('refuses a foreign Origin on %s', async (transport) => {
    const server = await start(bySession)
    for (const Origin of foreign) {
      for (const trick of tricks) {
        for (const session of [{}, cookie]) {
          const headers = { Origin, ...trick, ...session }
          expect([headers, await outcome(server, transport, headers)]).toEqual([headers, 'refused'])
        }
      }
    }
    const crossSite = { 'Sec-Fetch-Site': 'cross-site', ...cookie }
    expect(await outcome(server, transport, crossSite)).toBe('refused')
    expect(server.service.getOnlineUsers()).toEqual([])
  })

  it.each(['websocket', 'polling'])(
    'on %s accepts who is at home: same host, dev server, no browser',
    async (transport) => {
      const server = await start(bySession)
      const atHome: Record<string, string>[] = [
        { Origin: server.url },
        { Origin: 'http://localhost:5173' },
        { Origin: 'http://[::1]:3000' },
        {},
      ]
      for (const headers of atHome) {
        const all = { ...headers, ...cookie }
        expect([all, await outcome(server, transport, all)]).toEqual([all, 'accepted'])
      }
    },
  )

  it.each(['websocket', 'polling'])(
    'on %s accepts its pages behind a TLS proxy',
    async (transport) => {
      const page = { Origin: 'https://app.example', ...cookie }
      const [bare, trusting] = [await start(bySession), await start(bySession, { trustProxy: 1 })]
      // One proxy passes the Host on, the other says it beside its own.
      const forwarded = { ...page, Host: 'inner:4000', 'X-Forwarded-Host': 'app.example' }
      expect(await handshake(bare, transport, { ...page, Host: 'app.example' })).toBe('accepted')
      expect(await handshake(trusting, transport, forwarded)).toBe('accepted')
      expect(await handshake(bare, transport, forwarded)).toBe('refused')
    },
  )

  it('refuses a foreign Origin before the upgrade', async () => {
    const server = await start(bySession)
    const socket = new WebSocket(
      `ws://127.0.0.1:${server.port}/socket.io/?EIO=4&transport=websocket`,
      {
        headers: { origin: 'https://evil.example', ...cookie },
      },
    )
    socket.on('error', () => {})
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage]
    expect(response.statusCode).toBe(400)
  })

  it('says once what came, what was expected and the fix', async () => {
    const warnings: string[] = []
    const quiet = () => {}
    const logger = {
      debug: quiet,
      info: quiet,
      error: quiet,
      warn: (_: object, text: string) => warnings.push(text),
    }
    const server = await start({}, { logger })
    for (let i = 0; i < 3; i++) await expect(join(server, 'ada', evil)).rejects.toThrow()
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain('https://evil.example')
    expect(warnings[0]).toContain('origins')
  })

  it('gives CORS headers to allowed origins only', async () => {
    const server = await start({}, { origins: ['https://monhubimmo.fr'] })
    const ask = (origin: string) =>
      fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, { headers: { origin } })
    const allowed = await ask('https://monhubimmo.fr')
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://monhubimmo.fr')
    expect(allowed.headers.get('access-control-allow-credentials')).toBe('true')
    const refused = await ask('https://evil.example')
    expect(refused.status).toBe(403)
    expect(refused.headers.get('access-control-allow-origin')).toBeNull()
  })
})
