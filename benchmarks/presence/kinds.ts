/**
 * What clients do: show a list, as the naive way sends it to everybody on every change, only
 * connect, or watch everybody or a few each.
 */
export type Client = 'baseline' | 'floor' | 'all' | 'watched'

/** What is compared. Those who watch have two servers: ours, and one made by hand. */
export type Kind = Client | 'all by hand' | 'watched by hand'

export const clientOf = (kind: Kind): Client => {
  if (kind === 'all by hand') return 'all'
  return kind === 'watched by hand' ? 'watched' : kind
}

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
