import { alternate, withContestants } from './bench'
import type { Sizes } from './sizes'
import { spreadOf, type Spread } from '../shared/statistics'
import { groupOf } from './traffic'
import type { Groups } from './wire'

export interface FanoutRow {
  kind: string
  offeredPerSecond: number
  deliveriesPerSecond: Spread
  deliveryP50Ms: Spread
  deliveryP99Ms: Spread
  cpuPerDeliveryUs: Spread
  /** Share of one core. */
  serverCores: Spread
  clientCores: Spread
}

/** Large groups at a fixed rate: each message goes to every member, who are all connected. */
export function measureFanout(
  { rounds, textLength, fanout }: Sizes,
  say: (line: string) => void,
): Promise<FanoutRow[]> {
  const { connections, groupSize, deliveriesPerSecond, seconds } = fanout
  const groups: Groups = {}
  for (let i = 0; i < connections; i++) (groups[groupOf(i, groupSize)] ??= []).push(`user-${i}`)
  const entries = (['relay', 'memory'] as const).map((kind) => ({ kind, connections, groups }))

  return withContestants(entries, async (contestants) => {
    const workAt = (offered: number, forSeconds: number) => {
      const perSecond = offered / groupSize
      const messages = Math.ceil(perSecond * forSeconds)
      return {
        audience: { kind: 'groups' as const, size: groupSize },
        pace: { kind: 'open' as const, messages, perSecond },
        textLength,
      }
    }
    const rows: FanoutRow[] = []
    for (const { measure } of contestants) {
      await measure(workAt(deliveriesPerSecond[0] ?? 1, Math.min(1, seconds)))
    }
    for (const offered of deliveriesPerSecond) {
      const results = await alternate(contestants, rounds, async ({ kind, measure }, round) => {
        const result = await measure(workAt(offered, seconds))
        say(
          `fan-out at ${offered}/s, round ${round + 1} of ${rounds}, ${kind}: p99 ${result.delivery.p99Ms} ms, ${result.cpuPerDeliveryUs} µs CPU a delivery`,
        )
        return result
      })
      for (const { kind } of contestants) {
        const each = (pick: (result: (typeof results)[string][number]) => number) =>
          spreadOf((results[kind] ?? []).map(pick))
        rows.push({
          kind,
          offeredPerSecond: offered,
          deliveriesPerSecond: each((result) => result.deliveriesPerSecond),
          deliveryP50Ms: each(({ delivery }) => delivery.p50Ms),
          deliveryP99Ms: each(({ delivery }) => delivery.p99Ms),
          cpuPerDeliveryUs: each((result) => result.cpuPerDeliveryUs),
          serverCores: each(({ serverCpuMs, elapsedMs }) => serverCpuMs / elapsedMs),
          clientCores: each(({ clientCpuMs, elapsedMs }) => clientCpuMs / elapsedMs),
        })
      }
    }
    return rows
  })
}
