/** How much is measured. Counts, unless the name says otherwise. */
export interface Sizes {
  rounds: number
  /** Characters of a message's text. */
  textLength: number
  pairs: { connections: number; warmUp: number; messages: number; perSecond: number }
  durable: { messages: number; appends: number }
  fanout: { connections: number; groupSize: number; deliveriesPerSecond: number[]; seconds: number }
  /** None leaves it out. */
  mongodb?: { messages: number }
}

export const FULL: Sizes = {
  rounds: 5,
  textLength: 200,
  pairs: { connections: 100, warmUp: 15_000, messages: 15_000, perSecond: 2_500 },
  durable: { messages: 8_000, appends: 10_000 },
  fanout: {
    connections: 1_000,
    groupSize: 100,
    deliveriesPerSecond: [10_000, 20_000],
    seconds: 5,
  },
  mongodb: { messages: 400 },
}

export const QUICK: Sizes = {
  ...FULL,
  rounds: 2,
  pairs: { connections: 100, warmUp: 5_000, messages: 8_000, perSecond: 2_000 },
  durable: { messages: 3_000, appends: 4_000 },
  fanout: { ...FULL.fanout, deliveriesPerSecond: [20_000], seconds: 2 },
  mongodb: { messages: 200 },
}

/** Proves that everything runs, and nothing else. */
export const TINY: Sizes = {
  rounds: 1,
  textLength: 40,
  pairs: { connections: 4, warmUp: 10, messages: 40, perSecond: 400 },
  durable: { messages: 20, appends: 20 },
  fanout: { connections: 20, groupSize: 10, deliveriesPerSecond: [1_000], seconds: 0.1 },
}
