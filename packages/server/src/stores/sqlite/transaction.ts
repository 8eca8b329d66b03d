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

/**
 * Runs `work` inside the transaction that is open. Gives what gives its result or throws its error;
 * in that case its own changes are undone. Throws when SQLite has given up the whole transaction.
 */
export function attempt<T>(db: SqliteDatabase, work: () => T): () => T {
  db.exec('SAVEPOINT rt_step')
  try {
    const result = work()
    db.exec('RELEASE rt_step')
    return () => result
  } catch (error) {
    try {
      db.exec('ROLLBACK TO rt_step; RELEASE rt_step')
    } catch {
      // SQLite has rolled back everything by itself, as it does for some errors of the disk.
      throw error
    }
    return () => {
      throw error
    }
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
