import type { Queries } from './database'
import { integer, optionalText, type Row } from './values'

/** Where a log stands; `undefined` before its first entry. */
export type Place = { head: number; isAlone: boolean } | undefined

export const placeOf = (queries: Queries, conversationId: string): Place =>
  toPlace(
    queries.first(
      'SELECT head, oldestAt FROM rt_conversations WHERE conversationId = ?',
      conversationId,
    ),
  )

export const toPlace = (row: Row | undefined): Place =>
  row && { head: integer(row, 'head'), isAlone: optionalText(row, 'oldestAt') === undefined }

/** The newest `seq`, 0 when there is none. */
export const headOf = (queries: Queries, conversationId: string): number =>
  placeOf(queries, conversationId)?.head ?? 0

/**
 * Counts the entry that was inserted just now. One that moves the conversation up gives it its rowid
 * as its place in time: the same for all, never twice, and the way to the last message.
 */
export function countEntry(
  queries: Queries,
  before: Place,
  { conversationId, movesUp }: { conversationId: string; movesUp: boolean },
): void {
  if (!before) {
    queries.run(
      'INSERT INTO rt_conversations (conversationId, head, activity) VALUES (?, 1, last_insert_rowid())',
      conversationId,
    )
    return
  }
  const activity = movesUp ? ', activity = last_insert_rowid()' : ''
  queries.run(
    `UPDATE rt_conversations SET head = head + 1${activity} WHERE conversationId = ?`,
    conversationId,
  )
  // Now it holds more than its newest entry, and `prune` may look at it.
  if (before.isAlone) {
    queries.run(
      `UPDATE rt_conversations
       SET oldestAt = (SELECT createdAt FROM rt_entries WHERE conversationId = ? AND seq = ?)
       WHERE conversationId = ?`,
      conversationId,
      before.head,
      conversationId,
    )
  }
}
