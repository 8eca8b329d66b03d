import { createSecretKey, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import type { JWTPayload } from 'jose'
import { describe, expect, it } from 'vitest'
import { jwtAuth, type JwtAuthOptions } from '@monhub/realtime-server/jwt'
import { join, start } from '../harness'
import { codeOf, handshake } from './outcome'
import { audience, issuer, nowS, pemOf, rsa, SECRET, sign, unsigned } from './tokens'

const right = { secret: SECRET, issuer, audience }
const ask = (token: unknown, options: Partial<JwtAuthOptions> = {}) =>
  jwtAuth({ ...right, ...options } as JwtAuthOptions)(handshake({ auth: { token } }))

describe('jwtAuth', () => {
  it('takes who it is, the sign-in and its end from the token', async () => {
    const exp = nowS() + 60
    const who = { userId: 'ada', expiresAt: exp * 1000 }
    expect(await ask(await sign({ exp }))).toEqual({ ...who, sessionId: undefined })
    expect(await ask(await sign({ exp, jti: 'j' }))).toEqual({ ...who, sessionId: 'j' })
    expect(await ask(await sign({ exp, jti: 'j', sid: 's' }))).toEqual({ ...who, sessionId: 's' })
  })

  const wrong: [string, () => unknown][] = [
    ['no token', () => undefined],
    ['an object for a token', () => ({ toString: () => sign() })],
    ['nonsense', () => 'a.b.c'],
    ['another secret', () => sign({}, { key: rsa().privateKey, alg: 'RS256' })],
    ['another issuer', () => sign({ iss: 'https://evil.example' })],
    ['no issuer', () => sign({ iss: undefined })],
    ['another audience', () => sign({ aud: 'shop' })],
    ['no audience', () => sign({ aud: undefined })],
    ['no end', () => sign({ exp: undefined })],
    ['no subject', () => sign({ sub: undefined })],
    ['a begin that is far away', () => sign({ nbf: nowS() + 60 })],
    ['no signature', () => unsigned()],
  ]
  it.each(wrong)('refuses %s for good', async (_, make) => {
    const server = await start({ authenticate: jwtAuth(right) })
    const token = await make()
    expect(await codeOf(join(server, 'ada', { auth: { token } }))).toBe('UNAUTHENTICATED')
    expect(server.service.getOnlineUsers()).toEqual([])
  })

  it('tells the client that a token is over, if it was a right one', async () => {
    const server = await start({ authenticate: jwtAuth(right) })
    const exp = nowS() - 60
    const code = async (token: Promise<string>) =>
      codeOf(join(server, 'ada', { auth: { token: await token } }))
    expect(await code(sign({ exp }))).toBe('SESSION_EXPIRED')
    expect(await code(sign({ exp, aud: 'shop' }))).toBe('UNAUTHENTICATED')
    expect(await code(sign())).toBe('connected')
  })

  it('does not mind clocks that differ by a little', async () => {
    expect(await ask(await sign({ nbf: nowS() + 3 }))).toMatchObject({ userId: 'ada' })
  })

  it('reads the token where it is told, and never in the query by itself', async () => {
    const token = await sign()
    expect(await jwtAuth(right)(handshake({ query: { token } }))).toBeNull()
    const byHeader = jwtAuth({
      ...right,
      token: ({ headers }) => headers.authorization?.replace(/^Bearer /, ''),
    })
    const headers = { authorization: `Bearer ${token}` }
    expect(await byHeader(handshake({ headers }))).toMatchObject({ userId: 'ada' })
    expect(await byHeader(handshake({ auth: { token } }))).toBeNull()
  })

  it('asks `identity`, and fills in from the token what that leaves out', async () => {
    const exp = nowS() + 60
    const token = await sign({ exp, jti: 'j', uid: 7 })
    const identity: JwtAuthOptions['identity'] = ({ uid }) => ({ userId: `user-${String(uid)}` })
    expect(await ask(token, { identity })).toEqual({
      userId: 'user-7',
      sessionId: 'j',
      expiresAt: exp * 1000,
    })
    const own = { userId: 'eve', sessionId: 'mine', expiresAt: new Date(exp * 1000 - 1) }
    expect(await ask(token, { identity: () => own })).toEqual(own)
    expect(await ask(token, { identity: () => null })).toBeNull()
  })

  it('that cannot ask `identity` is an outage', async () => {
    const authenticate = jwtAuth({ ...right, identity: () => Promise.reject(new Error('db down')) })
    const server = await start({ authenticate })
    const token = await sign()
    expect(await codeOf(join(server, 'ada', { auth: { token } }))).toBe('AUTHENTICATION_FAILED')
  })

  it('prolongs the session by a newer token of the same user, and by no other', async () => {
    const server = await start({ authenticate: jwtAuth(right) })
    const refresh = async (claims: JWTPayload) => {
      const ada = await join(server, 'ada', { auth: { token: await sign() } })
      return ada.request('session:refresh', { auth: { token: await sign(claims) } })
    }
    const exp = nowS() + 3600
    const expiresAt = new Date(exp * 1000).toISOString()
    expect(await refresh({ exp })).toEqual({ ok: true, expiresAt })
    const codes = ['eve', undefined].map(async (sub) => (await refresh({ sub })).error)
    expect(await Promise.all(codes)).toMatchObject([
      { code: 'IDENTITY_MISMATCH' },
      { code: 'UNAUTHENTICATED' },
    ])
  })

  it('refuses any text that nobody signed, and never takes it for an outage', async () => {
    const authenticate = jwtAuth(right)
    const part = fc.oneof(
      fc.string(),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
      fc
        .record({
          alg: fc.constantFrom('HS256', 'none', 'RS256', '__proto__'),
          crit: fc.anything(),
        })
        .map((header) => Buffer.from(JSON.stringify(header)).toString('base64url')),
    )
    const text = fc.oneof(
      fc.string(),
      fc.array(part, { maxLength: 6 }).map((it) => it.join('.')),
    )
    await fc.assert(
      fc.asyncProperty(text, async (token) => {
        expect(await authenticate(handshake({ auth: { token } }))).toBeNull()
      }),
      { numRuns: 1000 },
    )
  })
})

describe('the keys of jwtAuth', () => {
  const pairs = {
    RS256: rsa(),
    ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    ES512: generateKeyPairSync('ec', { namedCurve: 'P-521' }),
    EdDSA: generateKeyPairSync('ed25519'),
  }
  const { publicKey, privateKey } = pairs.RS256

  it.each(Object.entries(pairs))('check %s', async (alg, { publicKey, privateKey }) => {
    const token = await sign({}, { alg, key: privateKey })
    const auth = (key: JwtAuthOptions['key']) => ask(token, { secret: undefined, key })
    expect(await auth(publicKey)).toMatchObject({ userId: 'ada' })
    expect(await auth(pemOf(publicKey))).toMatchObject({ userId: 'ada' })
    expect(await auth(Buffer.from(pemOf(publicKey)))).toMatchObject({ userId: 'ada' })
    expect(await ask(token)).toBeNull()
  })

  it('of one kind are never taken for the other', async () => {
    // Signed with what everybody knows, in the hope that it is used as a secret.
    const key = publicKey
    for (const text of [pemOf(key), pemOf(key).trimEnd()]) {
      const token = await sign({}, { alg: 'HS256', key: createSecretKey(text, 'utf8') })
      expect(await ask(token, { secret: undefined, key })).toBeNull()
      expect(await ask(token, { secret: undefined, key: pemOf(key) })).toBeNull()
      expect(() => jwtAuth({ ...right, secret: text })).toThrow(/pass it as `key`/)
    }
  })

  it('are all algorithms that fit, or those that are chosen', async () => {
    const secret = 'x'.repeat(64)
    const token = await sign({}, { alg: 'HS512', key: createSecretKey(secret, 'utf8') })
    expect(await ask(token, { secret })).toMatchObject({ userId: 'ada' })
    expect(await ask(token, { secret, algorithms: ['HS256'] })).toBeNull()
  })

  const dangerous: [string, object, RegExp][] = [
    ['nothing', { secret: undefined }, /is the environment variable set/],
    ['a secret and a public key', { key: publicKey }, /pass one of/],
    ['a short secret', { secret: 'x'.repeat(31) }, /31 bytes .*openssl rand/],
    ['a secret as a key', { secret: undefined, key: 'x'.repeat(40) }, /goes into `secret`/],
    ['a short RSA key', { secret: undefined, key: rsa(1024).publicKey }, /2048 bits or more/],
    [
      'a key that signs nothing',
      { secret: undefined, key: generateKeyPairSync('x25519').publicKey },
      /use RSA/,
    ],
    ['alg none', { algorithms: ['none'] }, /lets everybody sign/],
    ['alg NONE beside others', { algorithms: ['HS256', 'NONE'] }, /lets everybody sign/],
    ['no algorithm', { algorithms: [] }, /choose among HS256/],
    ['RS256 with a secret', { algorithms: ['HS256', 'RS256'] }, /choose among HS256/],
    ['HS512 with a secret of 32 bytes', { algorithms: ['HS512'] }, /choose among HS256/],
    [
      'HS256 with a public key',
      { secret: undefined, key: publicKey, algorithms: ['RS256', 'HS256'] },
      /choose among RS256/,
    ],
    ['no issuer', { issuer: undefined }, /`issuer` is missing.*`null`/],
    ['an empty issuer', { issuer: '' }, /`issuer` is missing/],
    ['no audience', { audience: undefined }, /`audience` is missing.*`null`/],
    ['an empty list of audiences', { audience: [] }, /`audience` is missing/],
    ['keys over http', { secret: undefined, jwks: 'http://id.example/keys' }, /must be an https/],
    ['keys from nowhere', { secret: undefined, jwks: 'keys' }, /must be an https/],
  ]
  it.each(dangerous)('are refused at start: %s', (_, options, sentence) => {
    expect(() => jwtAuth({ ...right, ...options })).toThrow(sentence)
  })

  it('are enough alone if that is said', async () => {
    const token = await sign({ iss: undefined, aud: undefined })
    expect(await ask(token, { issuer: null, audience: null })).toMatchObject({ userId: 'ada' })
    expect(await ask(await sign({}, { alg: 'RS256', key: privateKey }))).toBeNull()
  })
})
