/** How much is measured. Counts, unless the name says otherwise. */
export interface Sizes {
  rounds: number
  /** Characters of a message's text. */
  textLength: number
  pairs: { connections: number; warmUp: number; messages: number; perSecond: number }
  durable: { messages: number; appends: number }
  fanout: { connections: number; groupSize: number; deliveriesPerSecond: number[]; seconds: number }
  mongodb: { messages: number }
}

export const FULL: Sizes = {
  rounds: 5,
  textLength: 200,
  pairs: { connections: 100, warmUp: 20_000, messages: 30_000, perSecond: 3_000 },
  durable: { messages: 15_000, appends: 20_000 },
  fanout: {
    connections: 1_000,
    groupSize: 100,
    deliveriesPerSecond: [20_000, 30_000],
    seconds: 6,
  },
  mongodb: { messages: 3_000 },
}

export const QUICK: Sizes = {
  ...FULL,
  rounds: 2,
  pairs: { connections: 100, warmUp: 5_000, messages: 8_000, perSecond: 2_000 },
  durable: { messages: 3_000, appends: 4_000 },
  fanout: { ...FULL.fanout, deliveriesPerSecond: [20_000], seconds: 2 },
  mongodb: { messages: 500 },
}

/** Proves that everything runs, and nothing else. */
export const TINY: Sizes = {
  rounds: 1,
  textLength: 40,
  pairs: { connections: 4, warmUp: 10, messages: 40, perSecond: 400 },
  durable: { messages: 20, appends: 20 },
  fanout: { connections: 20, groupSize: 10, deliveriesPerSecond: [1_000], seconds: 0.1 },
  mongodb: { messages: 10 },
}
