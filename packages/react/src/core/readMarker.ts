import { backoffMs } from './backoff'
import { isRetryable, toRealtimeError } from './errors'
import { createTimer, type Clock } from './timer'

export interface ReadMarker {
  /** Everything up to this `seq` has been read. */
  mark(upTo: number): void
  resume(): void
  close(): void
}

const INTERVAL_MS = 1000

/** Tells the server at most once a second how far the reader got; the furthest wins. */
export function createReadMarker(
  clock: Clock,
  send: (upTo: number) => Promise<unknown>,
): ReadMarker {
  let wanted = 0
  let told = 0
  let failures = 0
  let isBusy = false
  const timer = createTimer(clock)

  async function flush() {
    if (wanted <= told || isBusy || timer.isSet()) return
    const upTo = wanted
    isBusy = true
    try {
      await send(upTo)
      told = upTo
      failures = 0
      timer.set(INTERVAL_MS, resume)
    } catch (cause) {
      const error = toRealtimeError(cause)
      if (!isRetryable(error)) told = upTo
      else if (error.code !== 'DISCONNECTED')
        timer.set(backoffMs(failures++, error.retryAfterMs), resume)
    }
    isBusy = false
    if (!timer.isSet() && told >= upTo) void flush()
  }

  function resume() {
    timer.clear()
    void flush()
  }

  return {
    mark(upTo) {
      wanted = Math.max(wanted, upTo)
      void flush()
    },
    resume,
    close: timer.clear,
  }
}
