import type { Measured } from '../check/presence/measure'
import type { PresenceSeedResult } from './runPresenceSeed'

/** How often a node was wrong for a reason, and for how long at the middle and at the most. */
export type Times = Record<string, { count: number; p50Ms: number; maxMs: number }>

export function timesOf(measured: Measured): Times {
  return Object.fromEntries(
    Object.entries(measured)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, all]) => {
        const sorted = [...all].sort((a, b) => a - b)
        const p50Ms = sorted[Math.floor(sorted.length / 2)] ?? 0
        return [kind, { count: sorted.length, p50Ms, maxMs: sorted.at(-1) ?? 0 }]
      }),
  )
}

export function addTimes(all: readonly Measured[]): Measured {
  const sum: Measured = {}
  for (const one of all) {
    for (const [kind, times] of Object.entries(one)) (sum[kind] ??= []).push(...times)
  }
  return sum
}

export const tellTimes = (times: Times): string =>
  Object.entries(times)
    .map(
      ([kind, { count, p50Ms, maxMs }]) =>
        `  ${kind.padEnd(26)} max ${maxMs} ms, p50 ${p50Ms} ms, ${count} times`,
    )
    .join('\n')

export function tellSeed(result: PresenceSeedResult): string {
  const { seed, adapter, faults, violations, stuck, deaths, measured } = result
  const counts = new Map<string, number>()
  for (const { kind } of faults) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const wrong = violations.length + stuck.length + deaths.length
  const verdict = wrong === 0 ? 'clean' : `${wrong} VIOLATIONS`
  const happened = [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ')
  const worst = Object.entries(timesOf(measured))
    .map(([kind, { maxMs }]) => `${kind} ${maxMs}`)
    .join(', ')
  return `seed ${seed} ${adapter}: ${verdict}; ${happened}; worst ms: ${worst}`
}
