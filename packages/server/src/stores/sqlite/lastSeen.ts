import type { Queries } from './database'
import { text } from './values'

export const createLastSeen = (queries: Queries) => ({
  set({ userId, at }: { userId: string; at: string }): void {
    queries.run(
      `INSERT INTO rt_last_seen (userId, at) VALUES (?, ?)
       ON CONFLICT DO UPDATE SET at = excluded.at WHERE excluded.at > at`,
      userId,
      at,
    )
  },
  get: (userIds: readonly string[]) =>
    new Map(
      [...new Set(userIds)].flatMap((userId) =>
        queries
          .all('SELECT at FROM rt_last_seen WHERE userId = ?', userId)
          .map((row) => [userId, text(row, 'at')] as const),
      ),
    ),
})
