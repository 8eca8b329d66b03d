import { integer, toDriver, toRow, type Row, type SqliteValue } from './values'

/** What the store needs of a better-sqlite3-shaped handle: `libsql`, `better-sqlite3`, `node:sqlite`. */
export interface SqliteDatabase {
  exec(sql: string): unknown
  prepare(sql: string): SqliteStatement
}

/** Values to bind, one by one or as one array. */
type Bound = (SqliteValue | readonly SqliteValue[])[]

export interface SqliteStatement {
  /** Gives an object with `changes`. */
  run(...values: Bound): unknown
  // No `get`: libsql's leaves the statement open, which pins the connection to an old snapshot.
  all(...values: Bound): unknown[]
}

/** Prepared statements of one handle; everything bound is checked on the way. */
export type Queries = ReturnType<typeof createQueries>

export function createQueries(db: SqliteDatabase) {
  const prepared = new Map<string, SqliteStatement>()
  const statement = (sql: string): SqliteStatement => {
    const known = prepared.get(sql)
    if (known) return known
    const fresh = db.prepare(sql)
    prepared.set(sql, fresh)
    return fresh
  }
  const isArray = takesArrays(db)
  const bound = (values: SqliteValue[]): Bound => {
    const checked = values.map(toDriver)
    return isArray ? [checked] : checked
  }
  const all = (sql: string, ...values: SqliteValue[]): Row[] =>
    statement(sql)
      .all(...bound(values))
      .map(toRow)

  return {
    all,
    first: (sql: string, ...values: SqliteValue[]): Row | undefined => all(sql, ...values)[0],
    /** For a query that always has a row. */
    one(sql: string, ...values: SqliteValue[]): Row {
      const [row] = all(sql, ...values)
      if (!row) throw new Error(`No row from ${sql}`)
      return row
    },
    /** Gives how many rows it changed. */
    run: (sql: string, ...values: SqliteValue[]): number =>
      integer(toRow(statement(sql).run(...bound(values))), 'changes'),
  }
}

/**
 * One array spares libsql what it does to flatten values that come one by one, a tenth of an append;
 * `node:sqlite` takes an array for names, and refuses it.
 */
function takesArrays(db: SqliteDatabase): boolean {
  try {
    return toRow(db.prepare('SELECT ? AS value').all([1])[0]).value === 1
  } catch {
    return false
  }
}
