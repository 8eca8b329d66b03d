import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { hasRedisServer, startRedisServer, type RedisServer } from '../scripts/redisServer.mjs'
import { runCommand } from '../scripts/runCommand.mjs'

const isAvailable = hasRedisServer()

describe.skipIf(!isAvailable)('the adapters of the packed packages', () => {
  let redis: RedisServer
  beforeAll(async () => {
    redis = await startRedisServer()
  })
  afterAll(() => redis?.kill())

  it.each([
    { title: 'an ESM app with redis', app: 'modern', file: 'nodes.mjs' },
    { title: 'a CommonJS app with ioredis', app: 'legacy', file: 'nodes.cjs' },
  ])('join the nodes of $title', async ({ app, file }) => {
    const cwd = join(inject('installed'), app)
    expect(await runCommand('node', [file, redis.url], { cwd })).toEqual({
      code: 0,
      output: 'classic sharded streams no worker\n',
    })
  })
})
