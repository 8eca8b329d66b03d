import { ADAPTERS, type AdapterName } from './adapters'

/** What a node is to be; handed over as environment, which workers of a cluster inherit. */
export interface Setup {
  adapter: AdapterName
  redisUrl: string
  isOurs: boolean
}

/** What a process prints once it can be reached; `GET /vitals` there gives what it has used. */
export interface Reachable {
  role: 'node' | 'primary'
  port: number
}

/** What a client asks the app to send to a room. */
export interface Post {
  room: string
  sentAt: number
  text: string
}

export const environmentOf = ({ adapter, redisUrl, isOurs }: Setup) => ({
  BENCH_ADAPTER: adapter,
  BENCH_REDIS_URL: redisUrl,
  BENCH_OURS: String(isOurs),
})

export function readSetup(): Setup {
  const { BENCH_ADAPTER, BENCH_REDIS_URL = '', BENCH_OURS } = process.env
  const adapter = ADAPTERS.find((name) => name === BENCH_ADAPTER)
  if (!adapter) throw new Error(`no adapter ${BENCH_ADAPTER ?? ''}`)
  return { adapter, redisUrl: BENCH_REDIS_URL, isOurs: BENCH_OURS === 'true' }
}

export const report = (reachable: Reachable) => console.log(JSON.stringify(reachable))
