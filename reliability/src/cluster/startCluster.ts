import { startChaosProxy, type ChaosProxy } from '../proxy/chaosProxy'
import type { Random } from '../random'
import { startRedis, type RedisProcess } from '../redis/redisProcess'
import type { Sighting } from '../server/command'
import type { AdapterName, ServerConfig } from '../server/config'
import { createServerProcess, type ServerProcess } from '../server/serverProcess'

/** Servers that are nodes of one another through a Redis, each by a network of its own. */
export interface Cluster {
  redis: RedisProcess
  nodes: readonly ClusterNode[]
  close(): Promise<void>
}

export interface ClusterNode {
  name: string
  server: ServerProcess
  /** Between the node and Redis. */
  proxy: ChaosProxy
}

interface ClusterOptions extends Omit<ServerConfig, 'port' | 'bus'> {
  /** What `bundle` made of main.ts. */
  script: string
  count: number
  adapter: AdapterName
  random: Random
  /** As with a server process, with the place of the node. */
  onStart?: (at: number) => (sighting: Sighting) => void
}

/** @throws when there is no `redis-server` in the path. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { count, adapter, random, onStart, ...config } = options
  const redis = await startRedis()
  const nodes = await Promise.all(
    Array.from({ length: count }, async (_, at): Promise<ClusterNode> => {
      const proxy = await startChaosProxy({ targetPort: () => redis.port, random })
      const server = createServerProcess({
        ...config,
        bus: { adapter, port: proxy.port },
        ...(onStart && { onStart: () => onStart(at) }),
      })
      await server.start()
      return { name: `n${at}`, server, proxy }
    }),
  )

  return {
    redis,
    nodes,
    async close() {
      await Promise.all(nodes.map(({ server }) => server.kill()))
      await Promise.all(nodes.map(({ proxy }) => proxy.close()))
      await redis.close()
    },
  }
}
