import { alternate, withContestants } from './bench'
import type { Shares } from './profiler'
import { closed, PAIRS } from './sendAll'
import type { Sizes } from './sizes'

const SHOWN = 45

/** Where the CPU goes in ours and in the baseline, in µs a message, by file and by function. */
export function profile(
  { textLength, pairs }: Sizes,
  say: (line: string) => void,
): Promise<string> {
  const { connections, warmUp, messages } = pairs
  const kinds = ['relay', 'memory'] as const
  return withContestants(
    kinds.map((kind) => ({ kind, connections })),
    async (contestants) => {
      const workOf = (count: number) => ({ audience: PAIRS, pace: closed(count), textLength })
      const results = await alternate(contestants, 1, async ({ kind, measure, process }) => {
        say(`profiling ${kind}`)
        await measure(workOf(warmUp))
        await process.call('startProfile')
        const { cpuPerMessageUs } = await measure(workOf(2 * messages))
        const { files, functions } = await process.call('stopProfile')
        return {
          files: scaled(files, cpuPerMessageUs),
          functions: scaled(functions, cpuPerMessageUs),
        }
      })
      const [relay] = results.relay ?? []
      const [ours] = results.memory ?? []
      return relay && ours
        ? [compare(ours.files, relay.files), compare(ours.functions, relay.functions)].join('\n\n')
        : ''
    },
  )
}

const scaled = (shares: Shares, by: number): Shares =>
  Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, share * by]))

function compare(ours: Shares, relay: Shares): string {
  const sum = (all: Shares) => Object.values(all).reduce((a, b) => a + b, 0)
  const rows = [
    ['(all)', sum(ours), sum(relay)] as const,
    ...Object.keys({ ...ours, ...relay })
      .map((name) => [name, ours[name] ?? 0, relay[name] ?? 0] as const)
      .sort(([, a, c], [, b, d]) => Math.max(b, d) - Math.max(a, c))
      .slice(0, SHOWN),
  ]
  return [
    '   ours   relay  µs a message',
    ...rows.map(
      ([name, a, b]) => `${a.toFixed(1).padStart(7)} ${b.toFixed(1).padStart(7)}  ${name}`,
    ),
  ].join('\n')
}
