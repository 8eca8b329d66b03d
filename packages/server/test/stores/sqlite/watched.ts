import type { SqliteDatabase } from '../../../src/stores/sqlite'

interface Watchers {
  /** Called whenever the handle refuses a statement. */
  onRefusal?: () => void
  /** Called before each statement that is run as text. */
  onExec?: (sql: string) => void
  /** Called with each statement that is prepared. */
  onPrepare?: (sql: string) => void
}

/** The same handle, and what is done with it is told. */
export const watched = (db: SqliteDatabase, watchers: Watchers): SqliteDatabase => ({
  prepare(sql) {
    watchers.onPrepare?.(sql)
    return db.prepare(sql)
  },
  exec(sql) {
    watchers.onExec?.(sql)
    try {
      return db.exec(sql)
    } catch (error) {
      watchers.onRefusal?.()
      throw error
    }
  },
})
