/** The middle of several measurements, and how far they lie apart. */
export interface Spread {
  median: number
  min: number
  max: number
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? NaN
  const lower = sorted[sorted.length % 2 === 0 ? middle - 1 : middle] ?? NaN
  return rounded({ median: (lower + upper) / 2, min: sorted[0] ?? NaN, max: sorted.at(-1) ?? NaN })
}

/** Milliseconds below which half, and 99 of 100, of the measurements lie. */
export interface Latency {
  p50Ms: number
  p99Ms: number
}

export function latencyOf(timesMs: readonly number[]): Latency {
  const sorted = Float64Array.from(timesMs).sort()
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
  return rounded({ p50Ms: at(0.5) ?? NaN, p99Ms: at(0.99) ?? NaN })
}

/** Three digits are more than a shared machine repeats. */
export const rounded = <T extends object>(values: T): T =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' && Math.abs(value) < 1000
        ? Number(value.toPrecision(3))
        : round(value),
    ]),
  ) as T

const round = (value: unknown) => (typeof value === 'number' ? Math.round(value) : value)
