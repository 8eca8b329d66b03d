import { describe, expect, it, onTestFinished } from 'vitest'
import { startRedis } from '../src/redis/redisProcess'

describe('startRedis', () => {
  it('ends connections many times at once, its own ones to say so among them', async () => {
    const redis = await startRedis()
    onTestFinished(redis.close)
    const kills = Array.from({ length: 20 }, () => redis.killClients('normal'))
    await expect(Promise.all(kills)).resolves.toHaveLength(20)
  })
})
