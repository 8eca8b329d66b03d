import { backoffMs } from './backoff'
import { createCatchUp } from './catchUp'
import type { Client } from './client'
import { isRetryable, toRealtimeError, type RealtimeError } from './errors'
import { createTimer } from './timer'

/** Keeps something that is fetched from the server fresh while somebody looks at it. */
export interface Loader {
  /** Nothing is fetched while nobody looks; what was missed is fetched when somebody does. */
  setActive(isActive: boolean): void
  /** Fetches again, after the fetch under way if there is one. */
  reload(): void
  /** The same a moment later, once for all that happens until then. */
  reloadSoon(): void
  /** Something came in; a fetch under way may or may not know of it, so another follows. */
  touch(): void
}

const SOON_MS = 250

/**
 * Runs `load` at first, after every reconnect and when asked, one at a time. A failure is told to
 * `onError` and tried again with backoff, unless it is permanent; a lost connection is not a
 * failure: the next one loads again.
 */
export function createLoader(
  client: Client,
  load: () => Promise<void>,
  onError: (error: RealtimeError) => void,
): Loader {
  const catchUp = client.feature(createCatchUp)
  let isActive = false
  let isStale = true
  let isRunning = false
  let failures = 0
  const retryTimer = createTimer(client.platform.clock)
  const soonTimer = createTimer(client.platform.clock)

  const isConnected = () => client.connection.getState().status === 'connected'

  async function run() {
    if (!isActive || !isStale || isRunning || !isConnected()) return
    retryTimer.clear()
    isRunning = true
    isStale = false
    const end = catchUp.begin()
    try {
      await load()
      failures = 0
      isRunning = false
      void run()
    } catch (cause) {
      isRunning = false
      fail(toRealtimeError(cause))
    } finally {
      end()
    }
  }

  function fail(error: RealtimeError) {
    isStale = true
    if (error.code === 'DISCONNECTED') {
      // The next connection may be up already.
      void run()
      return
    }
    onError(error)
    if (!isRetryable(error)) return
    retryTimer.set(backoffMs(failures++, error.retryAfterMs), reload)
  }

  function reload() {
    isStale = true
    void run()
  }

  function reloadSoon() {
    soonTimer.set(SOON_MS, reload)
  }

  client.onConnect(() => {
    failures = 0
    reload()
  })
  client.onClose(() => {
    retryTimer.clear()
    soonTimer.clear()
  })

  return {
    setActive(next) {
      isActive = next
      void run()
    },
    reload,
    reloadSoon,
    touch() {
      if (isRunning) reloadSoon()
    },
  }
}
