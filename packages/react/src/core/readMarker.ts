import { backoffMs } from './backoff'
import { isRetryable, toRealtimeError } from './errors'

export interface ReadMarker {
  /** Everything up to this `seq` has been read. */
  mark(upTo: number): void
  resume(): void
  close(): void
}

const INTERVAL_MS = 1000

/** Tells the server at most once a second how far the reader got; the furthest wins. */
export function createReadMarker(send: (upTo: number) => Promise<unknown>): ReadMarker {
  let wanted = 0
  let told = 0
  let failures = 0
  let isBusy = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function flush() {
    if (wanted <= told || isBusy || timer) return
    const upTo = wanted
    isBusy = true
    try {
      await send(upTo)
      told = upTo
      failures = 0
      wait(INTERVAL_MS)
    } catch (cause) {
      const error = toRealtimeError(cause)
      if (!isRetryable(error)) told = upTo
      else if (error.code !== 'DISCONNECTED') wait(backoffMs(failures++, error.retryAfterMs))
    }
    isBusy = false
    if (!timer && told >= upTo) void flush()
  }

  function wait(ms: number) {
    timer = setTimeout(resume, ms)
  }

  function resume() {
    clearTimeout(timer)
    timer = undefined
    void flush()
  }

  return {
    mark(upTo) {
      wanted = Math.max(wanted, upTo)
      void flush()
    },
    resume,
    close: () => clearTimeout(timer),
  }
}
