import type { Client } from './client'
import { isRetryable, toRealtimeError } from './errors'
import { createLine, type Line } from './line'
import { createTimer } from './timer'

export interface ReadMarker extends Pick<Line, 'resume' | 'close'> {
  /** Everything up to this `seq` has been read. */
  mark(upTo: number): void
}

const INTERVAL_MS = 1000

/** Tells the server at most once a second how far the reader got; the furthest wins. */
export function createReadMarker(
  client: Pick<Client, 'connection' | 'platform'>,
  send: (upTo: number) => Promise<unknown>,
): ReadMarker {
  let wanted = 0
  let told = 0
  const timer = createTimer(client.platform.clock)
  const line = createLine(client, tell)

  async function tell() {
    if (wanted <= told || timer.isSet()) return false
    const upTo = wanted
    try {
      await send(upTo)
    } catch (cause) {
      if (isRetryable(toRealtimeError(cause))) throw cause
    }
    told = upTo
    timer.set(INTERVAL_MS, line.pump)
    return true
  }

  return {
    mark(upTo) {
      wanted = Math.max(wanted, upTo)
      line.pump()
    },
    resume() {
      timer.clear()
      line.resume()
    },
    close() {
      timer.clear()
      line.close()
    },
  }
}
