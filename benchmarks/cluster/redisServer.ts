import { createClient } from 'redis'
import { startRedisServer } from '../../scripts/redisServer.mjs'

/** A Redis of its own, which keeps nothing. */
export interface RedisServer {
  url: string
  /** Milliseconds of CPU it has used, user and system. */
  cpuMs: () => Promise<number>
  stop: () => Promise<void>
}

export async function startRedis(): Promise<RedisServer> {
  const { url, kill } = await startRedisServer()
  const client = await createClient({ url }).connect()
  return {
    url,
    cpuMs: async () => {
      const info = await client.info('cpu')
      const seconds = (name: string) => Number(new RegExp(`^${name}:(.+)`, 'm').exec(info)?.[1])
      return 1000 * (seconds('used_cpu_sys') + seconds('used_cpu_user'))
    },
    stop: async () => {
      client.destroy()
      await kill()
    },
  }
}
