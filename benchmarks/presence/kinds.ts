/**
 * What is compared: the naive full list to everybody on every change, connections that only
 * authenticate, and ours with everybody watching everybody or a few each.
 */
export type Kind = 'baseline' | 'floor' | 'all' | 'watched'

/** What one connection of ours watches in `watched`. */
export const WATCHED_EACH = 20

/** As long as an ObjectId, which is what ids of most apps are. */
export const idOf = (index: number) => `65f0c0de${String(index).padStart(16, '0')}`

export const indexOf = (id: string) => Number(id.slice(8))

/** Whom somebody watches: others, spread evenly over all of them. */
export const watchedBy = (index: number, population: number) => {
  const count = Math.min(WATCHED_EACH, population - 1)
  return Array.from(
    { length: count },
    (_, i) => (index + 1 + Math.floor((i * (population - 1)) / count)) % population,
  )
}
