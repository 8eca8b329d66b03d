/** Time as the core sees it; what Socket.IO itself waits for is by the global timers. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  setTimeout(run: () => void, ms: number): unknown
  clearTimeout(timer: unknown): void
}

/** One timer: setting it anew ends what it waited for. */
export interface Timer {
  set(ms: number, run: () => void): void
  clear(): void
  isSet(): boolean
}

export function createTimer(clock: Clock): Timer {
  let current: unknown

  function clear() {
    clock.clearTimeout(current)
    current = undefined
  }

  return {
    set(ms, run) {
      clear()
      current = clock.setTimeout(() => {
        current = undefined
        run()
      }, ms)
    },
    clear,
    isSet: () => current !== undefined,
  }
}

/** What `run` gives or rejects with; rejects with what `late` gives once `ms` are over. */
export async function within<T>(
  clock: Clock,
  ms: number,
  run: () => T | PromiseLike<T>,
  late: () => Error,
): Promise<T> {
  const timer = createTimer(clock)
  const lateness = new Promise<never>((_, reject) => timer.set(ms, () => reject(late())))
  try {
    return await Promise.race([(async () => run())(), lateness])
  } finally {
    timer.clear()
  }
}

/** The time of day as messages and entries carry it. */
export const isoNow = (clock: Clock): string => new Date(clock.now()).toISOString()
