import { setImmediate as turnOfTheLoop, setTimeout as delay } from 'node:timers/promises'
import { createPauses, isBusy } from './busy'
import type { SqliteDatabase } from './database'
import { attempt, transact } from './transaction'

/**
 * Most of a small transaction is the sync of the disk and pages that the next one writes again; 200
 * writes sharing both cost a tenth less each than 100. More would hold up the event loop for longer.
 */
const MAX_WRITES = 200

interface Write {
  /** Does the work, and gives what tells the caller how it ended; unless apart, it may throw. */
  run(isApart: boolean): () => void
  fail(outcome: () => never): void
  /** A time of `performance.now()`, for a file that is busy. */
  deadline: number
}

/**
 * Writes that are asked for within one turn of the event loop share a transaction and its sync. They
 * run in the order they were asked for; one that throws undoes and rejects only itself; none is
 * resolved before the commit, and all reject when that fails. Work may run more than once.
 */
export function createGroupCommit(
  db: SqliteDatabase,
  { setUp, busyTimeoutMs }: { setUp: () => void; busyTimeoutMs: number },
) {
  const queue: Write[] = []
  let isDraining = false
  let drained: Promise<void> = Promise.resolve()

  async function write<T>(work: () => T): Promise<T> {
    const outcome = await new Promise<() => T>((settle) => {
      queue.push({
        run(isApart) {
          const outcome = isApart ? attempt(db, work) : done(work())
          return () => settle(outcome)
        },
        fail: settle,
        deadline: performance.now() + busyTimeoutMs,
      })
      if (!isDraining) drained = drain()
    })
    return outcome()
  }

  async function drain() {
    isDraining = true
    const pauses = createPauses()
    // Savepoints cost a third of the throughput, so only a batch that failed is run with them.
    let isApart = false
    while (queue.length > 0) {
      await turnOfTheLoop()
      const ran: Write[] = []
      try {
        setUp()
        const settle = transact(db, 'BEGIN IMMEDIATE', () => runBatch(ran, isApart))
        queue.splice(0, ran.length)
        for (const each of settle) each()
        pauses.reset()
        isApart = false
      } catch (error) {
        if (isBusy(error)) await giveWay(error, pauses.nextMs())
        else if (!isApart && ran.length > 1) isApart = true
        else {
          failFirst(ran.length || MAX_WRITES, error)
          isApart = false
        }
      }
    }
    isDraining = false
  }

  function runBatch(ran: Write[], isApart: boolean) {
    return queue.slice(0, MAX_WRITES).map((each) => {
      ran.push(each)
      return each.run(isApart)
    })
  }

  function failFirst(count: number, error: unknown) {
    const outcome = () => {
      throw error
    }
    for (const { fail } of queue.splice(0, count)) fail(outcome)
  }

  /** Waits for another process, and rejects the writes that have no time left to. */
  async function giveWay(error: unknown, waitMs: number) {
    const next = performance.now() + waitMs
    const kept = queue.findIndex(({ deadline }) => deadline >= next)
    failFirst(kept < 0 ? queue.length : kept, error)
    if (kept >= 0) await delay(waitMs)
  }

  return {
    write,
    /** Resolves when every write asked for before has told its caller how it ended. */
    async finish(): Promise<void> {
      await drained
      await turnOfTheLoop()
    },
  }
}

const done =
  <T>(result: T) =>
  () =>
    result
