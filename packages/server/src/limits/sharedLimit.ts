import type { Logger } from '../logger'

/**
 * Counts what users do on all nodes together, such as `RateLimiterRedis` of `rate-limiter-flexible`:
 * rejects with `{ msBeforeNext }` when a key has no points left, with anything else when it failed.
 */
export interface UserLimiter {
  consume: (key: string, points: number) => Promise<unknown>
}

export interface SharedLimit {
  /** Counts points of a user: 0, or how long they have to wait, in milliseconds. */
  take: (userId: string, points: number) => number
}

interface Account {
  /** Taken since the limiter was asked last. */
  points: number
  isAsking: boolean
  waitsUntil: number
}

/** A limiter that takes longer is as good as none. */
const ANSWER_MS = 100
/** The longest delay a Node timer takes. */
const MAX_TIMER_MS = 2 ** 31 - 1
/** How long one that failed is left alone. */
const PAUSE_MS = 1000

/**
 * The limiter is asked beside the events, never before one: its answer holds for the next. So no
 * event waits for a round trip or overtakes another, a user costs at most one question at a time
 * however much they send, and an outage changes nothing.
 */
export function createSharedLimit(
  limiter: UserLimiter,
  logger: Logger,
  now: () => number,
): SharedLimit {
  const accounts = new Map<string, Account>()
  let pausedUntil = 0
  let isWarned = false

  const failed = (error: unknown) => {
    pausedUntil = now() + PAUSE_MS
    if (isWarned) return
    isWarned = true
    logger.warn(
      { error },
      'limits.userLimiter failed; until it works again each node holds users to its own limits',
    )
  }

  const settle = (userId: string, account: Account, waitMs: number) => {
    account.isAsking = false
    account.waitsUntil = now() + waitMs
    if (account.points > 0) ask(userId, account)
    else if (waitMs === 0) accounts.delete(userId)
    else forgetLater(userId, account, waitMs)
  }

  const forgetLater = (userId: string, account: Account, waitMs: number) => {
    const forget = () => {
      if (accounts.get(userId) === account && !account.isAsking && account.points === 0)
        accounts.delete(userId)
    }
    setTimeout(forget, Math.min(waitMs, MAX_TIMER_MS)).unref()
  }

  const ask = (userId: string, account: Account) => {
    // Limiters count in whole numbers.
    const points = Math.ceil(account.points)
    account.points = 0
    if (now() < pausedUntil) {
      settle(userId, account, 0)
      return
    }
    account.isAsking = true
    inTime(() => limiter.consume(userId, points)).then(
      (answer) => {
        isWarned = false
        settle(userId, account, isSpent(answer) ? waitOf(answer) : 0)
      },
      (error: unknown) => {
        if (isRefusal(error)) isWarned = false
        else failed(error)
        settle(userId, account, waitOf(error))
      },
    )
  }

  return {
    take: (userId, points) => {
      const account = accounts.get(userId) ?? { points: 0, isAsking: false, waitsUntil: 0 }
      const waitMs = account.waitsUntil - now()
      if (waitMs > 0) return Math.ceil(waitMs)
      accounts.set(userId, account)
      account.points += points
      if (!account.isAsking) ask(userId, account)
      return 0
    },
  }
}

type Refusal = { msBeforeNext: number; remainingPoints?: unknown }

const isRefusal = (answer: unknown): answer is Refusal =>
  typeof answer === 'object' &&
  answer !== null &&
  'msBeforeNext' in answer &&
  typeof answer.msBeforeNext === 'number'

/** The last point is gone, so the next event need not be let through to learn it. */
const isSpent = (answer: unknown) => isRefusal(answer) && answer.remainingPoints === 0

const waitOf = (answer: unknown) => (isRefusal(answer) ? Math.max(0, answer.msBeforeNext) : 0)

function inTime(run: () => Promise<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the limiter did not answer within ${ANSWER_MS} ms`)),
      ANSWER_MS,
    )
    // In `then`, so that what it throws is a rejection too.
    void Promise.resolve()
      .then(run)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer))
  })
}
