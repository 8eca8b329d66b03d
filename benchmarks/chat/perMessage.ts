import { alternate, withContestants } from './bench'
import { closed, PAIRS, type Pace } from './sendAll'
import type { Sizes } from './sizes'
import { spreadOf, type Spread } from '../shared/statistics'

export interface PaceResult {
  cpuPerMessageUs: Record<string, Spread>
  messagesPerSecond: Record<string, Spread>
  ackP50Ms: Record<string, Spread>
  ackP99Ms: Record<string, Spread>
  /** Of the CPU per message, round by round: ours to the baseline and to the floor. */
  ratioToRelay: Spread
  ratioToFloor: Spread
  /** Share of one core the clients used: below 1 they were not what was measured. */
  clientCores: Spread
}

export type PerMessage = Record<'closed' | 'open', PaceResult>

/** What a message between two people costs: ours in memory, Socket.IO alone, WebSockets alone. */
export function measurePerMessage(
  { rounds, textLength, pairs }: Sizes,
  say: (line: string) => void,
): Promise<PerMessage> {
  const { connections } = pairs
  const kinds = ['floor', 'relay', 'memory'] as const
  return withContestants(
    kinds.map((kind) => ({ kind, connections })),
    async (contestants) => {
      const workAt = (pace: Pace) => ({ audience: PAIRS, pace, textLength })
      for (const { measure } of contestants) await measure(workAt(closed(pairs.warmUp)))

      const measureAt = async (name: string, pace: Pace): Promise<PaceResult> => {
        const results = await alternate(contestants, rounds, async ({ kind, measure }, round) => {
          const result = await measure(workAt(pace))
          say(
            `${name} loop, round ${round + 1} of ${rounds}, ${kind}: ${result.cpuPerMessageUs} µs CPU a message`,
          )
          return result
        })
        const each = (pick: (result: (typeof results)[string][number]) => number) =>
          Object.fromEntries(kinds.map((kind) => [kind, spreadOf((results[kind] ?? []).map(pick))]))
        const ratioTo = (other: string) =>
          spreadOf(
            (results.memory ?? []).map(
              ({ cpuPerMessageUs }, i) =>
                cpuPerMessageUs / (results[other]?.[i]?.cpuPerMessageUs ?? NaN),
            ),
          )
        return {
          cpuPerMessageUs: each((result) => result.cpuPerMessageUs),
          messagesPerSecond: each((result) => result.messagesPerSecond),
          ackP50Ms: each(({ ack }) => ack.p50Ms),
          ackP99Ms: each(({ ack }) => ack.p99Ms),
          ratioToRelay: ratioTo('relay'),
          ratioToFloor: ratioTo('floor'),
          clientCores: spreadOf(
            Object.values(results)
              .flat()
              .map(({ clientCpuMs, elapsedMs }) => clientCpuMs / elapsedMs),
          ),
        }
      }
      const { messages, perSecond } = pairs
      return {
        closed: await measureAt('closed', closed(messages)),
        open: await measureAt('open', { kind: 'open', messages: messages / 2, perSecond }),
      }
    },
  )
}
