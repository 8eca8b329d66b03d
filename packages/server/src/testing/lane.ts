/** What is sent in one direction of a connection. */
export interface Lane<Item> {
  send: (item: Item) => void
  /** Runs once everything before it has arrived; is not lost. */
  mark: (run: () => void) => void
  /** Lets what is under way arrive now. */
  flush: () => void
  /** Loses what is under way. */
  cut: () => void
}

interface LaneParts<Item> {
  receive: (item: Item) => void
  isLost: () => boolean
  /** Whether this item waits for the next one, and arrives after it. */
  isOvertaken: (item: Item) => boolean
  delayMs: () => number
}

/**
 * In order and asynchronous, by microtasks: fake timers hold up nothing unless a delay was asked
 * for.
 */
export function createLane<Item>(parts: LaneParts<Item>): Lane<Item> {
  const { receive, isLost, isOvertaken, delayMs } = parts
  let underWay: (() => void)[] = []
  let overtaken: { item: Item } | undefined
  const timers = new Set<ReturnType<typeof setTimeout>>()

  // Whichever timer ends first delivers what was sent first.
  const next = () => underWay.shift()?.()

  const start = (arrive: () => void) => {
    underWay.push(arrive)
    const ms = delayMs()
    if (ms === 0) {
      // Not queueMicrotask, which Jest's fake timers replace.
      void Promise.resolve().then(next)
      return
    }
    const timer = setTimeout(() => {
      timers.delete(timer)
      next()
    }, ms)
    timers.add(timer)
  }

  const letGo = () => {
    const waiting = overtaken
    overtaken = undefined
    if (waiting) start(() => receive(waiting.item))
  }

  const stopTimers = () => {
    timers.forEach(clearTimeout)
    timers.clear()
  }

  return {
    send: (item) => {
      if (isLost()) return
      if (!overtaken && isOvertaken(item)) {
        overtaken = { item }
        return
      }
      start(() => receive(item))
      letGo()
    },
    mark: (run) => {
      letGo()
      start(run)
    },
    flush: () => {
      letGo()
      stopTimers()
      while (underWay.length > 0) next()
    },
    cut: () => {
      stopTimers()
      underWay = []
      overtaken = undefined
    },
  }
}
