import { isPermanent, type WireError } from '@monhub/realtime-protocol'
import type { Client } from './client'
import { RealtimeError } from './errors'
import type { Loading } from './loaded'
import type { Source } from './store'

/** Longer than React renders again by itself what has thrown. */
const RENDER_MS = 1000

const waiting = /* @__PURE__ */ new WeakMap<Source<Loading>, Promise<void>>()
/** What error boundaries show by now. */
const shown = /* @__PURE__ */ new WeakSet<WireError>()

/** Why there will be nothing; what fails for now is tried again while somebody waits. */
const failure = ({ status, error }: Loading) =>
  status === 'error' && error && isPermanent(error.code) ? error : undefined

/**
 * For what renders once something is loaded: gives nothing then, throws what failed for good, and
 * otherwise what resolves when that may have changed. Waiting for it is what makes it load, again
 * where the failure was thrown before and the error boundary was reset.
 */
export function whenLoaded(
  { platform, onClose }: Pick<Client, 'platform' | 'onClose'>,
  source: Source<Loading>,
): Promise<void> | undefined {
  const state = source.getState()
  if (state.status === 'ready') return
  const before = failure(state)
  if (before && !shown.has(before)) {
    platform.clock.setTimeout(() => shown.add(before), RENDER_MS)
    throw new RealtimeError(before)
  }
  const promise =
    waiting.get(source) ??
    new Promise<void>((resolve) => {
      const stops = [source.subscribe(check), onClose(done)]
      function check() {
        const now = source.getState()
        const failed = failure(now)
        if (now.status === 'ready' || (failed && failed !== before)) done()
      }
      function done() {
        waiting.delete(source)
        stops.forEach((stop) => stop())
        resolve()
      }
    })
  waiting.set(source, promise)
  return promise
}
