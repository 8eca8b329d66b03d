import { Cluster } from 'ioredis'
import { createClient, createCluster, createSentinel } from 'redis'
import { describe, expect, it } from 'vitest'
import { redisAdapter, type RedisAdapterOptions, type RedisClient } from '../../src/adapters/redis'

describe('redisAdapter', () => {
  const client = createClient()

  it.each([
    ['nothing', undefined],
    ['a URL', 'redis://localhost'],
    ['an object of another kind', { duplicate: () => {}, on: () => {} }],
    ['no duplicate', { sSubscribe: () => {} }],
  ])('refuses %s in place of a client, and shows how to make one', (_, given) => {
    expect(() => redisAdapter(given as unknown as RedisClient)).toThrow(
      /redisAdapter\(createClient\(\{ url.*redisAdapter\(new Redis\(/,
    )
  })

  it.each([
    ['a Redis Cluster of redis', () => createCluster({ rootNodes: [] })],
    [
      'Sentinels of redis',
      () => createSentinel({ name: 'main', sentinelRootNodes: [{ host: 'localhost', port: 1 }] }),
    ],
    ['a Redis Cluster of ioredis', () => new Cluster([], { lazyConnect: true })],
  ])('refuses %s, and says what to use', (_, make) => {
    expect(() => redisAdapter(make())).toThrow(/io\.adapter\(createShardedAdapter/)
  })

  it.each([
    [{ kind: 'shared' }, /'classic', 'sharded' or 'streams', not 'shared'/],
    [{ prefix: '' }, /such as 'my-app'/],
    [{ kind: 'streams', streamCount: 4 }, /a namespace may be written to one that no node reads/],
  ])('refuses %j', (options, message) => {
    expect(() => redisAdapter(client, options as RedisAdapterOptions)).toThrow(message)
  })
})
