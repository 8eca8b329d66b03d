import { setTimeout as delay } from 'node:timers/promises'

const RETRY_MIN_MS = 4
const RETRY_MAX_MS = 128
const GIVE_UP_MS = 10_000

/**
 * Tries again while another process takes what a unique index holds only once, with full jitter,
 * so that the two do not meet again. Every attempt looks at the database anew.
 */
export async function whileContended<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + GIVE_UP_MS
  for (let ceilingMs = RETRY_MIN_MS; ; ceilingMs = Math.min(2 * ceilingMs, RETRY_MAX_MS)) {
    try {
      return await attempt()
    } catch (error) {
      const waitMs = Math.random() * ceilingMs
      if (!isDuplicateKey(error) || performance.now() + waitMs > deadline) throw error
      await delay(waitMs)
    }
  }
}

const DUPLICATE_KEY = 11_000

export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === DUPLICATE_KEY

/** Runs the works of each key one after the other, in the order they were asked for. */
export function createTurns() {
  const lastTurns = new Map<string, Promise<unknown>>()
  return async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (lastTurns.get(key) ?? Promise.resolve()).then(work)
    const settled = turn.catch(() => undefined)
    lastTurns.set(key, settled)
    try {
      return await turn
    } finally {
      if (lastTurns.get(key) === settled) lastTurns.delete(key)
    }
  }
}
