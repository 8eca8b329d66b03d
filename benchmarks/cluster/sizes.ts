/** How much is measured. Counts, unless the name says otherwise. */
export interface Sizes {
  rounds: number
  /** Users online on both nodes together, who say nothing. */
  idle: number
  /** Senders on the one node, and as many receivers on the other. */
  pairs: number
  perSecond: number
  warmUp: number
  messages: number
}

export const FULL: Sizes = {
  ...{ rounds: 11, idle: 1000, pairs: 50 },
  ...{ perSecond: 500, warmUp: 2000, messages: 2000 },
}

export const QUICK: Sizes = { ...FULL, rounds: 2, warmUp: 1000, messages: 1000 }

/** Proves that everything runs, and that every message arrives once. */
export const TINY: Sizes = {
  ...{ rounds: 1, idle: 20, pairs: 4 },
  ...{ perSecond: 200, warmUp: 10, messages: 60 },
}
