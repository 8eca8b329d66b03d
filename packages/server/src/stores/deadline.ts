interface Awaited {
  dueAt: number
  reject: (error: Error) => void
}

/**
 * Gives up promises after a time. One timer for all that are awaited, set for the oldest: a timer
 * each costs more than most of the calls that are guarded.
 */
export function createDeadline(timeoutMs: number, who: string) {
  const awaited = new Set<Awaited>()
  let timer: NodeJS.Timeout | undefined

  function wake() {
    timer = undefined
    const now = performance.now()
    for (const one of awaited) {
      if (one.dueAt > now) {
        timer = setTimeout(wake, one.dueAt - now).unref()
        return
      }
      awaited.delete(one)
      one.reject(new Error(`${who} did not answer within ${timeoutMs} ms`))
    }
  }

  return <Result>(answer: Promise<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      const one = { dueAt: performance.now() + timeoutMs, reject }
      awaited.add(one)
      timer ??= setTimeout(wake, timeoutMs).unref()
      const settle =
        <Value>(tell: (value: Value) => void) =>
        (value: Value) => {
          awaited.delete(one)
          tell(value)
        }
      // Not `finally`, which makes three promises more for every call.
      answer.then(settle(resolve), settle(reject))
    })
}
