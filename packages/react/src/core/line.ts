import { backoffMs } from './backoff'
import type { Client } from './client'
import { toRealtimeError } from './errors'
import { createTimer } from './timer'

/** Works things off one after the other, while there is a connection. */
export interface Line {
  /** There may be something to do. */
  pump(): void
  /** Somebody asks: nothing waits any longer. */
  resume(): void
}

/**
 * Calls `work` until it gives `false`. What it rejects with is tried again: after the next connect
 * when it was `DISCONNECTED`, otherwise with backoff. `guard` is around each round of calls.
 */
export function createLine(
  client: Pick<Client, 'connection' | 'platform' | 'onConnect' | 'onClose'>,
  work: () => Promise<boolean>,
  guard: (round: () => Promise<void>) => Promise<void> = (round) => round(),
): Line {
  let isBusy = false
  let isAsked = false
  let isWaiting = false
  let isClosed = false
  let failures = 0
  const timer = createTimer(client.platform.clock)

  const isOpen = () =>
    !isWaiting && !isClosed && client.connection.getState().status === 'connected'

  async function round() {
    try {
      while (isOpen() && (await work())) failures = 0
    } catch (cause) {
      const { code, retryAfterMs } = toRealtimeError(cause)
      isWaiting = true
      if (code === 'DISCONNECTED' || isClosed) return
      timer.set(backoffMs(failures++, retryAfterMs), go)
    }
  }

  async function pump() {
    isAsked = true
    if (isBusy) return
    isBusy = true
    while (isAsked && isOpen()) {
      isAsked = false
      await guard(round)
    }
    isBusy = false
  }

  function go() {
    timer.clear()
    isWaiting = false
    void pump()
  }

  function resume() {
    failures = 0
    go()
  }

  client.onConnect(resume)
  client.onClose(() => {
    isClosed = true
    timer.clear()
  })

  return { pump: () => void pump(), resume }
}
