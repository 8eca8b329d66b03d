import { createClient } from 'redis'
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { WireError } from '@monhub/realtime-protocol'
import { hasRedisServer, startRedisServer } from '../../../../scripts/redisServer.mjs'
import type { TestClient } from '@monhub/realtime-server/testing'
import { join, start } from '../harness'

interface Answer {
  ok: boolean
  error?: WireError
}

const ask = (client: TestClient) => client.request<Answer>('message:read', 7)
/** One after the other, as people do. */
async function codes(client: TestClient, count: number) {
  const found: string[] = []
  for (let i = 0; i < count; i++) found.push((await ask(client)).error!.code)
  return found
}
const repeat = (code: string, count: number) => Array<string>(count).fill(code)

function withLogger() {
  const warn = vi.fn()
  const quiet = () => {}
  return { warn, logger: { debug: quiet, info: quiet, error: quiet, warn } }
}

describe('limits.userLimiter', () => {
  it('counts a user on all nodes together', async () => {
    const userLimiter = new RateLimiterMemory({ points: 10, duration: 60 })
    const [one, two] = [
      await start({ limits: { userLimiter } }),
      await start({ limits: { userLimiter } }),
    ]
    expect(await codes(await join(one, 'ada'), 6)).toEqual(repeat('BAD_PAYLOAD', 6))
    expect(await codes(await join(two, 'ada'), 6)).toEqual([
      ...repeat('BAD_PAYLOAD', 4),
      ...repeat('RATE_LIMITED', 2),
    ])
    expect(await codes(await join(two, 'bob'), 1)).toEqual(['BAD_PAYLOAD'])
  })

  it.runIf(hasRedisServer())('counts in Redis, and says when to come back', async () => {
    const redis = await startRedisServer()
    const client = createClient({ url: redis.url })
    client.on('error', () => {})
    await client.connect()
    onTestFinished(async () => {
      client.destroy()
      await redis.kill()
    })
    const limiter = () =>
      new RateLimiterRedis({
        ...{ storeClient: client, useRedisPackage: true },
        ...{ points: 10, duration: 60 },
      })
    const [one, two] = [
      await start({ limits: { userLimiter: limiter() } }),
      await start({ limits: { userLimiter: limiter() } }),
    ]
    const here = await join(one, 'ada')
    expect(await codes(here, 9)).toEqual(repeat('BAD_PAYLOAD', 9))
    // Half a point, which Redis does not count.
    await here.request('typing:start', { receiverId: 'bob' })
    const there = await join(two, 'ada')
    await expect.poll(async () => (await ask(there)).error!.code).toBe('RATE_LIMITED')
    const { retryAfterMs } = (await ask(there)).error!
    expect(retryAfterMs).toBeGreaterThan(50_000)
    expect(retryAfterMs).toBeLessThanOrEqual(60_000)
  })

  it('asks for what came meanwhile in one question', async () => {
    const asked: number[] = []
    let answer = () => {}
    const userLimiter = {
      consume: (_key: string, points: number) => {
        asked.push(points)
        return new Promise<void>((resolve) => (answer = resolve))
      },
    }
    const server = await start({ limits: { userLimiter } })
    const ada = await join(server, 'ada')
    await Promise.all(Array.from({ length: 20 }, () => ask(ada)))
    answer()
    await expect.poll(() => asked).toEqual([1, 19])
  })

  it.each<[string, () => Promise<unknown>]>([
    ['rejects', () => Promise.reject(new Error('Redis is away'))],
    [
      'throws',
      () => {
        throw new Error('not ready')
      },
    ],
    ['never answers', () => new Promise(() => {})],
  ])(
    'that %s holds nobody up, is warned of once, and the node’s limits hold',
    async (_, consume) => {
      const { warn, logger } = withLogger()
      const asked = vi.fn(consume)
      const limits = {
        userLimiter: { consume: asked },
        userEventsPerSecond: 1,
        userEventsBurst: 12,
      }
      const server = await start({ limits, logger })
      const ada = await join(server, 'ada')
      const warnings = () =>
        warn.mock.calls.filter(([, message]) => String(message).includes('userLimiter'))
      const began = performance.now()
      expect(await codes(ada, 10)).toEqual(repeat('BAD_PAYLOAD', 10))
      expect(performance.now() - began).toBeLessThan(1000)
      await expect.poll(() => warnings().length).toBe(1)
      expect((await codes(ada, 10)).at(-1)).toBe('RATE_LIMITED')
      // It is left alone for a while, and then asked again.
      expect(asked.mock.calls.length).toBeLessThan(4)
      const before = asked.mock.calls.length
      await expect
        .poll(async () => (await ask(ada), asked.mock.calls.length), { timeout: 5000 })
        .toBeGreaterThan(before)
      expect(warnings()).toHaveLength(1)
    },
  )
})
