import type { Churn } from './load'

/** How much is measured, and what is asked of it. Counts, unless the name says otherwise. */
export interface Sizes {
  rounds: number
  /** Of the storm whose CPU is compared, where a few rounds say little. */
  closeRounds: number
  /** Connections that come and go before anything is measured. */
  warmUp: number
  /** More than servers hold news back for, so that what comes late is counted too. */
  quietMs: number
  storm: number[]
  /** Beyond it, the baseline would take hours, and what is made by hand minutes. */
  baselineUpTo: number
  churn: Churn & { population: number }
  reads: { users: number }
  limits: Limits
}

/** How many times fewer bytes than the baseline, at the largest population it is measured at. */
export interface Limits {
  storm: { all: number; watched: number }
  churn: { all: number; watched: number }
}

export const FULL: Sizes = {
  ...{ rounds: 3, closeRounds: 9 },
  warmUp: 300,
  quietMs: 1200,
  storm: [500, 1000, 2000, 5000],
  baselineUpTo: 2000,
  churn: { population: 1000, events: 200, perSecond: 40, awayMs: 1000 },
  reads: { users: 100_000 },
  limits: { storm: { all: 550, watched: 20_000 }, churn: { all: 450, watched: 12_000 } },
}

/** The baseline grows with N³, ours with N² and N: what they differ by shrinks with N. */
export const QUICK: Sizes = {
  ...FULL,
  ...{ rounds: 2, closeRounds: 2 },
  storm: [125, 250, 500],
  churn: { ...FULL.churn, population: 500, events: 80 },
  limits: { storm: { all: 110, watched: 1000 }, churn: { all: 200, watched: 2500 } },
}

/** Proves that everything runs, and what can be counted. */
export const TINY: Sizes = {
  ...{ rounds: 1, closeRounds: 1 },
  warmUp: 10,
  quietMs: 250,
  storm: [50, 100],
  baselineUpTo: 100,
  churn: { population: 100, events: 20, perSecond: 40, awayMs: 400 },
  reads: { users: 10_000 },
  limits: { storm: { all: 15, watched: 25 }, churn: { all: 30, watched: 80 } },
}
