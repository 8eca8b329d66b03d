import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sqliteDriver } from '../shared/sqliteDriver'
import { dataFolder } from './kinds'

interface BareInserts {
  rows: number
  perCommit: number
  /** With the second driver. */
  isOther: boolean
}

/**
 * The floor of a durable store: rows of one column into one table of a file, committed so many at
 * a time and each commit on the disk. Gives the milliseconds it took.
 */
export function bareInserts({ rows, perCommit, isOther }: BareInserts): number {
  const folder = dataFolder('bare')
  mkdirSync(folder, { recursive: true })
  const Database = sqliteDriver(isOther)
  const db = new Database(join(folder, 'bare.db'))
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    db.exec('CREATE TABLE bare (n INTEGER PRIMARY KEY, body TEXT)')
    const insert = db.prepare('INSERT INTO bare (body) VALUES (?)')
    const body = 'x'.repeat(500)
    const startedAt = performance.now()
    for (let written = 0; written < rows; written += perCommit) {
      db.exec('BEGIN IMMEDIATE')
      for (let i = 0; i < perCommit; i++) insert.run(body)
      db.exec('COMMIT')
    }
    return performance.now() - startedAt
  } finally {
    db.close()
    rmSync(folder, { recursive: true })
  }
}
