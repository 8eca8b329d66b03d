import { isRealtimeError } from './errors'
import type { Request } from './request'

/** Longer than a round trip on a bad phone network, much shorter than the 85 s of the heartbeat. */
const PROBE_TIMEOUT_MS = 4000

/**
 * Asks whether a connection that seems open is: after a sleep its end may have been lost, and
 * nothing would show that before the heartbeat does. One question at a time.
 */
export function createProbe(request: Request, onDead: () => void): () => void {
  let asking: Promise<void> | undefined

  async function ask() {
    try {
      await request('data:sync', {}, { timeoutMs: PROBE_TIMEOUT_MS })
    } catch (error) {
      if (isRealtimeError(error) && error.code === 'TIMEOUT') onDead()
    }
    asking = undefined
  }

  return () => void (asking ??= ask())
}
