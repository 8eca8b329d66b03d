import { createTimer, type Clock, type Timer } from './timer'

/** Long enough for a list that is scrolled back and forth, or a page that is left and found again. */
const LINGER_MS = 1000

/** A connection may watch 2000 people, so fast scrolling must not keep them all. */
const MAX_LINGERING = 500

/**
 * Keeps what was released for a second, the 500 latest of it, before `letGo` is called. Call
 * `flush` at the end of a tick: all that was released within it leaves together. `stop` forgets all.
 */
export function createLinger(clock: Clock, letGo: (ids: string[]) => void) {
  const ids: string[] = []
  const timers = new Set<Timer>()
  let gone = 0
  let isStopped = false

  function leave(upTo: number) {
    const leaving = ids.splice(0, Math.max(0, upTo - gone))
    gone += leaving.length
    if (leaving.length > 0) letGo(leaving)
  }

  return {
    release: (id: string) => void ids.push(id),
    flush() {
      const upTo = gone + ids.length
      leave(upTo - MAX_LINGERING)
      if (ids.length === 0 || isStopped) return
      const timer = createTimer(clock)
      timers.add(timer)
      timer.set(LINGER_MS, () => {
        timers.delete(timer)
        leave(upTo)
      })
    },
    stop() {
      isStopped = true
      timers.forEach((timer) => timer.clear())
    },
  }
}
