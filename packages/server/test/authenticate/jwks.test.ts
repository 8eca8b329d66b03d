import { createSecretKey } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { jwtAuth } from '@monhub/realtime-server/jwt'
import { join, start } from '../harness'
import { codeOf } from './outcome'
import { audience, issuer, nowS, published, sign } from './tokens'

type Pair = Awaited<ReturnType<typeof published>>

/** An identity provider: what it publishes, and how often that was fetched. */
async function startProvider(...pairs: Pair[]) {
  const provider = { pairs, fetched: 0, answer: undefined as (() => string) | undefined }
  const http = createServer((_, response) => {
    provider.fetched++
    const keys = () => JSON.stringify({ keys: provider.pairs.map(({ jwk }) => jwk) })
    response.writeHead(provider.answer ? 503 : 200).end((provider.answer ?? keys)())
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  onTestFinished(async () => {
    http.closeAllConnections()
    await new Promise((resolve) => http.close(resolve))
  })
  const { port } = http.address() as AddressInfo
  return Object.assign(provider, { url: `http://127.0.0.1:${port}/keys.json` })
}

const by = ({ kid, privateKey }: Pair, claims = {}) =>
  sign(claims, { alg: 'ES256', kid, key: privateKey })

async function startWith(jwks: string) {
  const server = await start({ authenticate: jwtAuth({ jwks, issuer, audience }) })
  return async (token: Promise<string>) =>
    codeOf(join(server, 'ada', { auth: { token: await token } }))
}

/** Lets the clock of the keys' age stand, or go by what is added. */
function stopClock() {
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  return (passedMs: number) => vi.setSystemTime(Date.now() + passedMs)
}

describe('jwtAuth with a key set', () => {
  it('fetches it once, and finds the key of each token', async () => {
    const [one, two] = [await published('one'), await published('two')]
    const provider = await startProvider(one, two)
    const connect = await startWith(provider.url)
    expect(provider.fetched).toBe(0)
    expect(await Promise.all([connect(by(one)), connect(by(two))])).toEqual([
      'connected',
      'connected',
    ])
    expect(await connect(by(one, { aud: 'shop' }))).toBe('UNAUTHENTICATED')
    expect(provider.fetched).toBe(1)
  })

  it('follows a rotation: who shows the new key too early is asked to come again', async () => {
    const pass = stopClock()
    const [old, young] = [await published('old'), await published('young')]
    const provider = await startProvider(old)
    const connect = await startWith(provider.url)
    expect(await connect(by(old))).toBe('connected')
    provider.pairs = [young]
    pass(10_000)
    expect(await connect(by(young))).toBe('AUTHENTICATION_FAILED')
    expect(provider.fetched).toBe(1)
    pass(25_000)
    expect(await connect(by(young))).toBe('connected')
    expect(await connect(by(old))).toBe('UNAUTHENTICATED')
    expect(provider.fetched).toBe(2)
  })

  it('refuses a token by nobody’s key, and does not fetch for each of them', async () => {
    const [known, stranger] = [await published('known'), await published('stranger')]
    const provider = await startProvider(known)
    const connect = await startWith(provider.url)
    for (let i = 0; i < 5; i++) {
      expect(await connect(by(stranger, { iat: nowS() - 10 }))).toBe('UNAUTHENTICATED')
    }
    expect(await connect(by({ ...stranger, kid: 'known' }))).toBe('UNAUTHENTICATED')
    expect(provider.fetched).toBe(1)
  })

  it('takes no published key for a secret', async () => {
    const pair = await published('one')
    const { url } = await startProvider(pair)
    const connect = await startWith(url)
    for (const text of [pair.jwk.x ?? '', JSON.stringify(pair.jwk)]) {
      const key = createSecretKey(text, 'utf8')
      expect(await connect(sign({}, { alg: 'HS256', kid: 'one', key }))).toBe('UNAUTHENTICATED')
    }
  })

  it.each([
    ['answers with an error', () => '{"keys":[]}'],
    ['answers with no keys', undefined],
  ])('that the provider %s to is an outage, and over when that is', async (_, answer) => {
    const pair = await published('one')
    const provider = await startProvider()
    provider.answer = answer
    const connect = await startWith(provider.url)
    if (!answer) provider.pairs = [{ ...pair, jwk: null as never }]
    expect(await connect(by(pair))).toBe('AUTHENTICATION_FAILED')
    provider.answer = undefined
    provider.pairs = [pair]
    expect(await connect(by(pair))).toBe('connected')
  })

  it('that cannot be reached is an outage', async () => {
    const free = createServer().listen(0, '127.0.0.1')
    await once(free, 'listening')
    const { port } = free.address() as AddressInfo
    await new Promise((resolve) => free.close(resolve))
    const connect = await startWith(`http://127.0.0.1:${port}/keys.json`)
    expect(await connect(by(await published('one')))).toBe('AUTHENTICATION_FAILED')
  })
})
