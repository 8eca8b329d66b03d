/** How much is measured. Counts, unless the name says otherwise. */
export interface Sizes {
  rounds: number
  /** Of people, half of them online; a connection may watch 2000. The goals are for the first. */
  rows: number[]
  warmUpMs: number
  /** In a round; even, since who goes comes back with the next flip. */
  flips: number
  /** By how much less time a flip must take than with the array. */
  timesLess: number
}

export const FULL: Sizes = {
  ...{ rounds: 5, rows: [1000, 100, 2000], warmUpMs: 5000, flips: 60 },
  timesLess: 40,
}

export const QUICK: Sizes = { ...FULL, rounds: 3, rows: [1000], warmUpMs: 1500, flips: 30 }

/** Proves that everything runs; so few rows leave little to save. */
export const TINY: Sizes = {
  ...{ rounds: 1, rows: [100], warmUpMs: 50, flips: 6 },
  timesLess: 1,
}
