import { createRequire } from 'node:module'
import { basename } from 'node:path'
import Libsql from 'libsql'

export type SqliteDriver = typeof Libsql

/** A second driver beside libsql: the better-sqlite3-shaped module whose path `SQLITE_DRIVER` gives. */
export function otherSqlite(): { name: string; Database: SqliteDriver } | undefined {
  const path = process.env.SQLITE_DRIVER
  if (!path) return undefined
  return { name: basename(path), Database: createRequire(import.meta.url)(path) as SqliteDriver }
}

/** libsql, which installs everywhere, or the other one. */
export const sqliteDriver = (isOther: boolean): SqliteDriver =>
  (isOther && otherSqlite()?.Database) || Libsql
