import { setTimeout as delay } from 'node:timers/promises'

const RETRY_MIN_MS = 1
const RETRY_MAX_MS = 100

/** Pauses that grow, with full jitter, so that writers of several processes do not meet again. */
export function createPauses() {
  let ceilingMs = RETRY_MIN_MS
  return {
    /** How long the next one lasts. */
    nextMs(): number {
      const waitMs = Math.random() * ceilingMs
      ceilingMs = Math.min(2 * ceilingMs, RETRY_MAX_MS)
      return waitMs
    },
    reset() {
      ceilingMs = RETRY_MIN_MS
    },
  }
}

/** Tries until the file is free, at least once; `deadline` is a time of `performance.now()`. */
export async function whenFree<T>(deadline: number, attempt: () => T): Promise<T> {
  const pauses = createPauses()
  for (;;) {
    try {
      return attempt()
    } catch (error) {
      const waitMs = pauses.nextMs()
      if (!isBusy(error) || performance.now() + waitMs > deadline) throw error
      await delay(waitMs)
    }
  }
}

const SQLITE_BUSY = 5

/** The drivers disagree on where the result code stands; its low byte is the primary code. */
export function isBusy(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  if ('code' in error && String(error.code).startsWith('SQLITE_BUSY')) return true
  return 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY
}
