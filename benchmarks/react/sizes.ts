/** How much is measured. Counts, unless the name says otherwise. */
export interface Sizes {
  rounds: number
  rows: number
  /** How many of the rows' people are online. */
  online: number
  /** Even, as `flips`: who goes comes back with the next flip. */
  warmUp: number
  flips: number
  /** By how much less time a flip must take than with the array. */
  timesLess: number
}

export const FULL: Sizes = {
  ...{ rounds: 5, rows: 1000, online: 500, warmUp: 40, flips: 60 },
  timesLess: 40,
}

export const QUICK: Sizes = { ...FULL, rounds: 3, warmUp: 20, flips: 20 }

/** Proves that everything runs; so few rows leave little to save. */
export const TINY: Sizes = {
  ...{ rounds: 1, rows: 100, online: 50, warmUp: 6, flips: 6 },
  timesLess: 1,
}
