import type { Kind } from './kinds'
import type { LoadCommands } from './load'
import { startRemote, type Remote } from '../shared/remote'
import type { Outcome, Work } from './sendAll'
import type { ServerCommands } from './server'
import { rounded } from '../shared/statistics'
import type { Groups } from './wire'

/** One measured stretch of load on one server. */
export interface Measurement extends Outcome {
  serverCpuMs: number
  /** Microseconds of the server's CPU: what a message costs, however busy the machine is. */
  cpuPerMessageUs: number
  cpuPerDeliveryUs: number
  messagesPerSecond: number
  deliveriesPerSecond: number
}

export interface Contestant {
  kind: Kind
  process: Remote<ServerCommands>
  measure: (work: Work) => Promise<Measurement>
  stop: () => Promise<void>
}

/** A server in its own process, with its clients connected in that of the load. */
export async function enter(
  load: Remote<LoadCommands>,
  entry: { kind: Kind; connections: number; groups?: Groups; mongoUrl?: string },
): Promise<Contestant> {
  const { kind, connections, groups, mongoUrl } = entry
  const server = startRemote<ServerCommands>('server')
  const port = await server.call('start', { kind, ...(mongoUrl !== undefined && { mongoUrl }) })
  if (groups) await server.call('setGroups', groups)
  if (connections > 0) await load.call('connect', { port, count: connections })
  return {
    kind,
    process: server,
    measure: async (work) => {
      const before = await server.call('cpuMs')
      const outcome = await load.call('send', { port, ...work })
      const serverCpuMs = (await server.call('cpuMs')) - before
      const { messages, deliveries, elapsedMs } = outcome
      return rounded({
        ...outcome,
        serverCpuMs,
        cpuPerMessageUs: (1000 * serverCpuMs) / messages,
        cpuPerDeliveryUs: (1000 * serverCpuMs) / deliveries,
        messagesPerSecond: (1000 * messages) / elapsedMs,
        deliveriesPerSecond: (1000 * deliveries) / elapsedMs,
      })
    },
    stop: async () => {
      await load.call('disconnect', port)
      await server.stop()
    },
  }
}

/** Starts what a scenario needs, and ends it whatever happens. */
export async function withContestants<T>(
  entries: Parameters<typeof enter>[1][],
  run: (contestants: Contestant[]) => Promise<T>,
): Promise<T> {
  const load = startRemote<LoadCommands>('load')
  const contestants: Contestant[] = []
  try {
    for (const entry of entries) contestants.push(await enter(load, entry))
    return await run(contestants)
  } finally {
    await Promise.all(contestants.map(({ stop }) => stop().catch(() => {})))
    await load.stop()
  }
}

/** Each in turn, there and back again, so that whatever drifts meets all of them alike. */
export async function alternate<T>(
  contestants: readonly Contestant[],
  rounds: number,
  measure: (contestant: Contestant, round: number) => Promise<T>,
): Promise<Record<string, T[]>> {
  const results: Record<string, T[]> = {}
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? contestants : contestants.toReversed()
    for (const contestant of order) {
      ;(results[contestant.kind] ??= []).push(await measure(contestant, round))
    }
  }
  return results
}
