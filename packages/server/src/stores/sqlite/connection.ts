import { isBusy, whenFree } from './busy'
import { createQueries, type SqliteDatabase } from './database'
import { createGroupCommit } from './groupCommit'
import { migrate } from './schema'
import { transact } from './transaction'

/** Transactions on one handle that give way to other processes without blocking the event loop. */
export function createConnection(db: SqliteDatabase, busyTimeoutMs: number) {
  const queries = createQueries(db)
  let isClosed = false
  let isMigrated = false

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

  const commits = createGroupCommit(db, { setUp, busyTimeoutMs })

  const assertOpen = () => {
    if (isClosed) throw new Error('This SQLite store was closed')
  }

  return {
    queries,
    /** Statements that see one state of the file. */
    async read<T>(work: () => T): Promise<T> {
      assertOpen()
      return whenFree(performance.now() + busyTimeoutMs, () => {
        setUp()
        return transact(db, 'BEGIN', work)
      })
    },
    /** One durable step; steps run in the order they were asked for, and may run again. */
    async write<T>(work: () => T): Promise<T> {
      assertOpen()
      return commits.write(work)
    },
    async close(): Promise<void> {
      isClosed = true
      await commits.finish()
    },
  }
}
