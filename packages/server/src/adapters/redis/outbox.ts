/** How long a message may wait for a connection, and how many may. */
const PATIENCE_MS = 5000
const MOST_WAITING = 1000
/** How many may be unanswered, so that a Redis that hangs does not fill the memory. */
const MOST_UNANSWERED = 10_000

interface Waiting {
  send: () => void
  reject: (error: Error) => void
  expiresAt: number
}

interface OutboxParts {
  isReady: () => boolean
  /** Whether something may wait: not where local delivery waits for the answer. */
  hasPatience: () => boolean
}

export interface Outbox {
  /** Calls at once when there is a connection, else once there is one again. */
  send: (call: () => unknown) => Promise<unknown>
  /** Call it when the client is connected. */
  flush: () => void
  close: () => void
}

/**
 * Keeps what is published while the connection is away, in order, for as long as it is still worth
 * sending. The queues of the libraries know no bound, no age, or neither.
 */
export function createOutbox({ isReady, hasPatience }: OutboxParts): Outbox {
  const waiting: Waiting[] = []
  let unanswered = 0
  let timer: NodeJS.Timeout | undefined

  const expire = () => {
    timer = undefined
    while (waiting[0] && waiting[0].expiresAt <= Date.now()) {
      waiting.shift()?.reject(new Error('Redis was away for too long'))
    }
    const next = waiting[0]
    if (next) timer = setTimeout(expire, next.expiresAt - Date.now())
  }

  const publish = async (call: () => unknown) => {
    if (unanswered >= MOST_UNANSWERED) throw new Error('Redis does not keep up')
    unanswered++
    try {
      return await call()
    } finally {
      unanswered--
    }
  }

  const send = (call: () => unknown): Promise<unknown> => {
    if (isReady() && waiting.length === 0) return publish(call)
    if (!hasPatience()) return Promise.reject(new Error('Redis is away'))
    if (waiting.length >= MOST_WAITING) {
      return Promise.reject(new Error('Redis is away, and too many messages wait for it'))
    }
    return new Promise((resolve, reject) => {
      const send = () => void publish(call).then(resolve, reject)
      waiting.push({ send, reject, expiresAt: Date.now() + PATIENCE_MS })
      timer ??= setTimeout(expire, PATIENCE_MS)
    })
  }

  return {
    send,
    flush: () => {
      clearTimeout(timer)
      timer = undefined
      for (const { send } of waiting.splice(0)) send()
    },
    close: () => {
      clearTimeout(timer)
      for (const { reject } of waiting.splice(0)) reject(new Error('the adapter was closed'))
    },
  }
}
