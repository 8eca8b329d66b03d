import type { SqliteDatabase } from '../../../src/stores/sqlite'

/** The same handle; `onRefusal` is called whenever it refuses a statement. */
export const watched = (db: SqliteDatabase, onRefusal: () => void): SqliteDatabase => ({
  prepare: (sql) => db.prepare(sql),
  exec(sql) {
    try {
      return db.exec(sql)
    } catch (error) {
      onRefusal()
      throw error
    }
  },
})
