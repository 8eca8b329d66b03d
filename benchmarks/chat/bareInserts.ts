import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Libsql from 'libsql'
import { dataFolder } from './kinds'

/**
 * The floor of a durable store: rows of one column into one table of a file, committed so many at
 * a time and each commit on the disk. Gives the milliseconds it took.
 */
export function bareInserts({ rows, perCommit }: { rows: number; perCommit: number }): number {
  const folder = dataFolder('bare')
  mkdirSync(folder, { recursive: true })
  const db = new Libsql(join(folder, 'bare.db'))
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
