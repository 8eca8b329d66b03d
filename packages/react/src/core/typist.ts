import { CLIENT_LIMITS } from '@monhub/realtime-protocol'
import { createTimer, type Clock } from './timer'

export interface Typist {
  setTyping(isTyping: boolean): void
  /** The other side forgot that we type. */
  reset(): void
}

/** Turns keystrokes into few announcements: a start every 3 s at most, and always a stop. */
export function createTypist(clock: Clock, announce: (isTyping: boolean) => void): Typist {
  let startedAt: number | undefined
  const timer = createTimer(clock)

  function reset() {
    timer.clear()
    startedAt = undefined
  }

  function setTyping(isTyping: boolean) {
    timer.clear()
    if (isTyping) {
      timer.set(CLIENT_LIMITS.typingExpiryMs, () => setTyping(false))
      if (startedAt !== undefined && clock.now() - startedAt < CLIENT_LIMITS.typingThrottleMs)
        return
      startedAt = clock.now()
      announce(true)
    } else if (startedAt !== undefined) {
      startedAt = undefined
      announce(false)
    }
  }

  return { setTyping, reset }
}
