import { createAdapter as createNodeClusterAdapter } from '@socket.io/cluster-adapter'
import { createAdapter, createShardedAdapter } from '@socket.io/redis-adapter'
import { createAdapter as createStreamsAdapter } from '@socket.io/redis-streams-adapter'
import { createClient } from 'redis'
import type { Namespace } from 'socket.io'
import type { Adapter } from 'socket.io-adapter'

export const ADAPTERS = ['redis', 'redis sharded', 'redis streams', 'Node cluster'] as const
export type AdapterName = (typeof ADAPTERS)[number]

/** What `io.adapter` takes: the official adapters, with the defaults they come with. */
type AdapterFactory = (nsp: Namespace) => Adapter

export async function openAdapter(name: AdapterName, redisUrl: string): Promise<AdapterFactory> {
  if (name === 'Node cluster') return createNodeClusterAdapter()
  const [publisher, subscriber] = await Promise.all(
    [0, 1].map(() => createClient({ url: redisUrl }).connect()),
  )
  if (name === 'redis') return createAdapter(publisher, subscriber)
  if (name === 'redis sharded') return createShardedAdapter(publisher, subscriber)
  return createStreamsAdapter(publisher)
}
