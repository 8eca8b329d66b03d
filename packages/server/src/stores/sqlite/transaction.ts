import type { SqliteDatabase } from './database'

/** Runs `work` in a transaction of its own; whatever it throws, nothing of it has happened. */
export function transact<T>(
  db: SqliteDatabase,
  begin: 'BEGIN' | 'BEGIN IMMEDIATE',
  work: () => T,
): T {
  db.exec(begin)
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    rollBack(db)
    throw error
  }
}

/** After some errors (a full disk) SQLite has rolled back by itself, and then refuses to. */
function rollBack(db: SqliteDatabase) {
  try {
    db.exec('ROLLBACK')
  } catch {
    // The error that led here is the one to report; a transaction left open fails the next BEGIN.
  }
}
