import { LIMITS } from '@monhub/realtime-protocol'

export interface Typist {
  setTyping(isTyping: boolean): void
  /** The other side forgot that we type. */
  reset(): void
}

/** Turns keystrokes into few announcements: a start every 3 s at most, and always a stop. */
export function createTypist(announce: (isTyping: boolean) => void): Typist {
  let startedAt: number | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function reset() {
    clearTimeout(timer)
    startedAt = undefined
  }

  function setTyping(isTyping: boolean) {
    clearTimeout(timer)
    if (isTyping) {
      timer = setTimeout(setTyping, LIMITS.typingExpiryMs, false)
      if (startedAt !== undefined && Date.now() - startedAt < LIMITS.typingThrottleMs) return
      startedAt = Date.now()
      announce(true)
    } else if (startedAt !== undefined) {
      startedAt = undefined
      announce(false)
    }
  }

  return { setTyping, reset }
}
