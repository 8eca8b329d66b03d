import { ioRedisLinks } from './ioredis'
import type { OpenLink } from './link'
import { nodeRedisLinks } from './nodeRedis'

/**
 * A client of the `redis` package (4 to 6) or of `ioredis` (5 and 6), of one Redis. Only its
 * address and credentials are used, so it need not be connected.
 */
export interface RedisClient {
  duplicate: (...overrides: never[]) => unknown
  on: (...args: never[]) => unknown
}

type Known = Parameters<typeof nodeRedisLinks>[0] & Parameters<typeof ioRedisLinks>[0]

const FIX =
  "redisAdapter needs a client of the `redis` or the `ioredis` package: redisAdapter(createClient({ url: 'redis://…' })) or redisAdapter(new Redis('redis://…'))"

/** @throws TypeError when it is neither, or a client of a Redis Cluster or of `redis`' Sentinels. */
export function linksLike(client: unknown): OpenLink {
  if (typeof client !== 'object' || client === null) {
    throw new TypeError(`${FIX}, not ${client === null ? 'null' : typeof client}.`)
  }
  const known = client as Known
  const isCluster =
    'masters' in client || ('isCluster' in client && client.isCluster) || 'slots' in client
  if (isCluster || 'getSentinelNode' in client) {
    throw new TypeError(
      'redisAdapter takes a client of one Redis, not of a Redis Cluster or, with the `redis` package, of Sentinels. Configure the official adapter yourself, io.adapter(createShardedAdapter(pubClient, subClient)) of @socket.io/redis-adapter: what it cannot publish is counted all the same.',
    )
  }
  if (typeof known.duplicate !== 'function') throw new TypeError(`${FIX}.`)
  // The test of the official adapters, which version 3 of `redis` does not pass either.
  if ('sSubscribe' in client) return nodeRedisLinks(known)
  if ('status' in client && 'ssubscribe' in client) return ioRedisLinks(known)
  throw new TypeError(`${FIX}; of \`redis\` version 4 or later, of \`ioredis\` version 5 or later.`)
}
