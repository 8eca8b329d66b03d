/** Time as the presence protocol sees it: monotonic, so that a corrected wall clock changes nothing. */
export interface Clock {
  /** Milliseconds since some fixed moment. */
  now: () => number
  /** Calls `run` once after `ms`; returns what takes that back. */
  after: (ms: number, run: () => void) => () => void
}

/** Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms).unref()
    return () => clearTimeout(timer)
  },
}
