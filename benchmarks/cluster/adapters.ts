import { clusterAdapter } from '@monhub/realtime-server/cluster'
import { redisAdapter } from '@monhub/realtime-server/redis'
import { createAdapter as createNodeClusterAdapter } from '@socket.io/cluster-adapter'
import { createAdapter, createShardedAdapter } from '@socket.io/redis-adapter'
import { createAdapter as createStreamsAdapter } from '@socket.io/redis-streams-adapter'
import { createClient } from 'redis'
import type { Namespace } from 'socket.io'
import type { Adapter } from 'socket.io-adapter'

export const ADAPTERS = ['redis', 'redis sharded', 'redis streams', 'Node cluster'] as const
export type AdapterName = (typeof ADAPTERS)[number]

/** What `io.adapter` takes. */
type AdapterFactory = (nsp: Namespace) => Adapter

/** By default the client starts a timer for every command, which ours does not. */
const clientOf = (url: string) => createClient({ url, commandOptions: { timeout: undefined } })

/** The official adapters as they come. */
export async function openOfficial(name: AdapterName, url: string): Promise<AdapterFactory> {
  if (name === 'Node cluster') return createNodeClusterAdapter()
  const [publisher, subscriber] = await Promise.all([0, 1].map(() => clientOf(url).connect()))
  if (name === 'redis') return createAdapter(publisher, subscriber)
  if (name === 'redis sharded') return createShardedAdapter(publisher, subscriber)
  return createStreamsAdapter(publisher)
}

const KINDS = { redis: 'classic', 'redis sharded': 'sharded', 'redis streams': 'streams' } as const

/** The same, configured by ours. */
export async function openOurs(name: AdapterName, url: string): Promise<AdapterFactory> {
  if (name === 'Node cluster') return clusterAdapter()
  return redisAdapter(await clientOf(url).connect(), { kind: KINDS[name] })
}
