import type { ServerMissed } from '@monhub/realtime-protocol'
import { createClient } from 'redis'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { hasRedisServer, startRedisServer } from '../../../../scripts/redisServer.mjs'
import { redisAdapter } from '../../src/adapters/redis'
import { connectTestClient, startTestServer } from '../../src/testing'
import { kinds, recorder } from './redis'

async function startRedis(port?: number) {
  const server = await startRedisServer(port)
  onTestFinished(() => server.kill())
  return server
}

describe.skipIf(!hasRedisServer()).each(kinds)('people of a node with redisAdapter, %s', (kind) => {
  it('are told that they may have missed something when Redis is back', async () => {
    const redis = await startRedis()
    const start = async (userId: string) => {
      const node = await startTestServer(
        { logger: recorder() },
        {
          adapter: redisAdapter(createClient({ url: redis.url }), { kind }),
          ...{ transports: ['websocket'], logger: recorder() },
        },
      )
      onTestFinished(() => node.close())
      const client = await connectTestClient(node.url, { userId })
      onTestFinished(client.close)
      return { ...node, client }
    }
    const nodes = [await start('ann'), await start('bob')]
    await vi.waitUntil(() => nodes.every(({ service }) => service.getOnlineUsers().length === 2), {
      timeout: 10_000,
    })
    const told = nodes.map(({ client }) => client.next<ServerMissed>('server:missed'))
    await redis.kill()
    for (const { service } of nodes)
      await vi.waitUntil(async () => (await service.health()).presence.degraded, {
        timeout: 10_000,
      })
    await startRedis(redis.port)
    expect(await Promise.all(told)).toEqual([{ withinMs: 1000 }, { withinMs: 1000 }])
  }, 40_000)
})
