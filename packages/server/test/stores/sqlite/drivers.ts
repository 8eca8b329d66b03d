import Database from 'libsql'
import type { SqliteDatabase } from '../../../src/stores/sqlite'

export type Handle = SqliteDatabase & { close(): unknown }
export type Driver = (path: string) => Handle

// From Node 22.13 on; asked for by name because the types and bundler of Node 20 do not know it.
const nodeSqlite = process.getBuiltinModule('node:sqlite') as
  { DatabaseSync: new (path: string) => Handle } | undefined

/** Every driver that runs here. */
export const DRIVERS: [name: string, open: Driver][] = [
  ['libsql', (path) => new Database(path)],
  ...(nodeSqlite
    ? [['node:sqlite', (path) => new nodeSqlite.DatabaseSync(path)] satisfies [string, Driver]]
    : []),
]
