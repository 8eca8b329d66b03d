import { createRequire } from 'node:module'
import { basename } from 'node:path'
import Database from 'libsql'
import type { SqliteDatabase } from '../../../src/stores/sqlite'

export type Handle = SqliteDatabase & { close(): unknown }
export type Driver = (path: string) => Handle

// From Node 22.13 on; asked for by name because the types and bundler of Node 20 do not know it.
const nodeSqlite = process.getBuiltinModule('node:sqlite') as
  { DatabaseSync: new (path: string) => Handle } | undefined

/** One more, better-sqlite3-shaped, by the path of its module: it is compiled, which takes minutes. */
const path = process.env.SQLITE_DRIVER
const other = path && (createRequire(import.meta.url)(path) as new (file: string) => Handle)

/** Every driver that runs here. */
export const DRIVERS: [name: string, open: Driver][] = [
  ['libsql', (path) => new Database(path)],
  ...(nodeSqlite
    ? [['node:sqlite', (path) => new nodeSqlite.DatabaseSync(path)] satisfies [string, Driver]]
    : []),
  ...(path && other
    ? [[basename(path), (file) => new other(file)] satisfies [string, Driver]]
    : []),
]
