import { mkdirSync } from 'node:fs'
import path from 'node:path'
import Libsql from 'libsql'

export type Database = Libsql.Database

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS users (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    hue INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS group_names (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    hue INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS listings (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    city TEXT NOT NULL,
    price INTEGER NOT NULL,
    status TEXT NOT NULL
  );
`

/** A connection to the app's SQLite file. Creates the folder where there is none. */
export function connectDatabase(dataDir: string): Database {
  mkdirSync(dataDir, { recursive: true })
  return new Libsql(path.join(dataDir, 'chat.db'))
}

/** A connection for the app's own tables, which it makes. */
export function openDatabase(dataDir: string): Database {
  const db = connectDatabase(dataDir)
  // Another node may be writing. The store waits in its own way, so it has its own connection.
  db.exec('PRAGMA busy_timeout = 2000; PRAGMA journal_mode = WAL')
  db.exec(SCHEMA)
  return db
}
