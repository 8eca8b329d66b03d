import { setTimeout as delay } from 'node:timers/promises'
import { createQueries, type SqliteDatabase } from './database'
import { migrate } from './schema'
import { transact } from './transaction'

const RETRY_MIN_MS = 1
const RETRY_MAX_MS = 100

/** Transactions on one handle that give way to other processes without blocking the event loop. */
export function createConnection(db: SqliteDatabase, busyTimeoutMs: number) {
  const queries = createQueries(db)
  let isClosed = false
  let isMigrated = false
  let lastWrite: Promise<unknown> = Promise.resolve()

  function setUp() {
    if (isMigrated) return
    migrate(db, queries)
    isMigrated = true
  }

  try {
    setUp()
  } catch (error) {
    // Another process is creating the same file: the first call tries again.
    if (!isBusy(error)) throw error
  }

  const attempt = <T>(begin: 'BEGIN' | 'BEGIN IMMEDIATE', work: () => T): T => {
    setUp()
    return transact(db, begin, work)
  }

  const assertOpen = () => {
    if (isClosed) throw new Error('This SQLite store was closed')
  }

  return {
    queries,
    /** Statements that see one state of the file. */
    async read<T>(work: () => T): Promise<T> {
      assertOpen()
      return whenFree(performance.now() + busyTimeoutMs, () => attempt('BEGIN', work))
    },
    /** One durable step; steps run in the order they were asked for. */
    async write<T>(work: () => T): Promise<T> {
      assertOpen()
      const deadline = performance.now() + busyTimeoutMs
      const turn = lastWrite.then(() => whenFree(deadline, () => attempt('BEGIN IMMEDIATE', work)))
      lastWrite = turn.catch(() => undefined)
      return turn
    },
    /** Resolves when the writes that were asked for before are done. */
    async close(): Promise<void> {
      isClosed = true
      await lastWrite
    },
  }
}

/** Full jitter, so that writers of several processes do not meet again; at least one attempt. */
async function whenFree<T>(deadline: number, attempt: () => T): Promise<T> {
  for (let ceilingMs = RETRY_MIN_MS; ; ceilingMs = Math.min(2 * ceilingMs, RETRY_MAX_MS)) {
    try {
      return attempt()
    } catch (error) {
      const waitMs = Math.random() * ceilingMs
      if (!isBusy(error) || performance.now() + waitMs > deadline) throw error
      await delay(waitMs)
    }
  }
}

const SQLITE_BUSY = 5

/** The drivers disagree on where the result code stands; its low byte is the primary code. */
function isBusy(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  if ('code' in error && String(error.code).startsWith('SQLITE_BUSY')) return true
  return 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY
}
