import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createOriginPolicy, type OriginOptions } from '../src/origin'
import { byToken, join, start } from './harness'

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

  it.each(['websocket', 'polling'])('refuses a foreign Origin on %s', async (transport) => {
    const server = await start(byToken)
    const options = { transports: [transport], auth: { token: 'token-ada' }, version: 1 as const }
    await expect(join(server, '', { ...options, ...evil })).rejects.toThrow(/error/)
    expect(server.service.getOnlineUsers()).toEqual([])
    await join(server, 'ada', options)
    expect(server.service.getOnlineUsers()).toEqual(['ada'])
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
