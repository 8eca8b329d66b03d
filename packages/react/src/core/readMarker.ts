import type { Client } from './client'
import { isRetryable, toRealtimeError } from './errors'
import { createLine } from './line'
import { createTimer } from './timer'

const INTERVAL_MS = 1000

/**
 * Tells the server at most once a second how far the reader got; the furthest wins. Gives what says
 * that everything up to a `seq` has been read.
 */
export function createReadMarker(
  client: Client,
  send: (upTo: number) => Promise<unknown>,
): (upTo: number) => void {
  let wanted = 0
  let told = 0
  const timer = createTimer(client.platform.clock)
  client.onConnect(timer.clear)
  client.onClose(timer.clear)
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

  return (upTo) => {
    wanted = Math.max(wanted, upTo)
    line.pump()
  }
}
