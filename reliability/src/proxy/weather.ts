export type Direction = 'toServer' | 'toClient'

/** What the network does to bytes. Times are milliseconds, for each direction. */
export interface Weather {
  latencyMs: number
  /** Added to the latency, anew for each piece of data; never changes their order. */
  jitterMs: number
  /**
   * Directions whose bytes are swallowed, while both ends believe the connection is there. With
   * both, new connections are accepted and lead nowhere.
   */
  swallows: readonly Direction[]
  /** Bytes wait in the proxy, and none is lost. */
  isPaused: boolean
  /** New connections are reset. */
  isRefusing: boolean
}

export const FAIR: Weather = {
  latencyMs: 0,
  jitterMs: 0,
  swallows: [],
  isPaused: false,
  isRefusing: false,
}
