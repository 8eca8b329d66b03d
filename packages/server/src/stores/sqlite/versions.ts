import type { VersionStore } from '../types'
import type { Queries } from './database'
import { readMeta, writeMeta } from './schema'
import { integer, text } from './values'

/** No user id is empty. */
const EVERYBODY = ''

export function createVersions(queries: Queries) {
  function bump({ userIds, type }: Parameters<VersionStore['bumpVersion']>[0]): string {
    // Not below the clock, so that a file made anew does not give what the lost one gave.
    const version = Math.max((readMeta(queries, 'version') ?? 0) + 1, Date.now())
    writeMeta(queries, 'version', version)
    for (const userId of userIds === 'all' ? [EVERYBODY] : userIds) {
      queries.run(
        `INSERT INTO rt_versions (userId, type, version) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET version = excluded.version`,
        userId,
        type,
        version,
      )
    }
    return toText(version)
  }

  function versions(userId: string): Map<string, string> {
    const rows = queries.all(
      `SELECT type, max(version) AS version FROM rt_versions
       WHERE userId IN (?, ?) GROUP BY type`,
      userId,
      EVERYBODY,
    )
    return new Map(rows.map((row) => [text(row, 'type'), toText(integer(row, 'version'))]))
  }

  return { bump, versions }
}

const toText = (version: number) => version.toString(36)
