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

/** Opens the app's SQLite file, makes its tables, and creates the folder where there is none. */
export function openDatabase(dataDir: string): Database {
  mkdirSync(dataDir, { recursive: true })
  const db = new Libsql(path.join(dataDir, 'chat.db'))
  db.exec(SCHEMA)
  return db
}
