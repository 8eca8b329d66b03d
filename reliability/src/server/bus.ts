import { redisAdapter } from '@monhub/realtime-server/redis'
import { createClient } from 'redis'
import type { BusConfig } from './config'

/** The way to the other nodes through Redis, as an app would write it. */
export function busAdapter({ adapter, port }: BusConfig) {
  const client = createClient({ url: `redis://127.0.0.1:${port}` })
  return redisAdapter(client, { kind: adapter })
}
