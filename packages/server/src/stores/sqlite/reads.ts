import { peerOf, type Message, type ReadCursor } from '@monhub/realtime-protocol'
import type { ReadStore } from '../types'
import type { Queries } from './database'
import { headOf } from './place'
import { MESSAGE_COLUMNS, toCursor, toMessage } from './rows'
import { integer } from './values'

const COVERED = `SELECT ${MESSAGE_COLUMNS} FROM rt_entries
  WHERE conversationId = ? AND seq > ? AND seq <= ? AND kind = 'message' AND senderId <> ?
  ORDER BY seq`
const STAMP = `UPDATE rt_entries SET isRead = 1, readAt = ?
  WHERE conversationId = ? AND seq > ? AND seq <= ? AND senderId = ? AND isRead = 0`

// Counting stops at the cap, so that a badge costs the same however much is unread.
const UNREAD_IN_ONE = `SELECT count(*) AS unread FROM (
  SELECT 1 FROM rt_entries WHERE conversationId = ? AND kind = 'message' AND deletedAt IS NULL
    AND seq > coalesce((SELECT upTo FROM rt_cursors WHERE conversationId = ? AND userId = ?), 0)
    AND senderId <> ? LIMIT ?)`
const UNREAD_IN_ALL = `SELECT count(*) AS unread FROM (
  SELECT 1 FROM rt_members m
  CROSS JOIN rt_entries e ON e.conversationId = m.conversationId AND e.kind = 'message'
    AND e.deletedAt IS NULL AND e.seq > coalesce((SELECT upTo FROM rt_cursors r
                          WHERE r.conversationId = m.conversationId AND r.userId = ?), 0)
  WHERE m.userId = ? AND e.senderId <> ? LIMIT ?)`

export function createReads(queries: Queries) {
  const cursorOf = (conversationId: string, userId: string): ReadCursor | undefined => {
    const row = queries.first(
      'SELECT userId, upTo, readAt FROM rt_cursors WHERE conversationId = ? AND userId = ?',
      conversationId,
      userId,
    )
    return row && toCursor(row)
  }

  function markRead({
    conversationId,
    userId,
    upTo,
    readAt,
  }: Parameters<ReadStore['markRead']>[0]): { cursor: ReadCursor; covered: Message[] } {
    const current = cursorOf(conversationId, userId) ?? { userId, upTo: 0, readAt }
    const target = Math.min(upTo, headOf(queries, conversationId))
    if (target <= current.upTo) return { cursor: current, covered: [] }

    queries.run(
      `INSERT INTO rt_cursors (conversationId, userId, upTo, readAt) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET upTo = excluded.upTo, readAt = excluded.readAt`,
      conversationId,
      userId,
      target,
      readAt,
    )
    // Not of a stranger whom the app lets in: the sender would be told that the peer has read.
    const peerId = peerOf(conversationId, userId)
    if (peerId !== undefined && peerId !== userId) {
      queries.run(STAMP, readAt, conversationId, current.upTo, target, peerId)
    }
    const covered = queries.all(COVERED, conversationId, current.upTo, target, userId)
    return { cursor: { userId, upTo: target, readAt }, covered: covered.map(toMessage) }
  }

  const cursors = (conversationId: string): ReadCursor[] =>
    queries
      .all('SELECT userId, upTo, readAt FROM rt_cursors WHERE conversationId = ?', conversationId)
      .map(toCursor)

  function unread({ userId, conversationId, cap }: Parameters<ReadStore['unread']>[0]): number {
    const counted =
      conversationId === undefined
        ? queries.one(UNREAD_IN_ALL, userId, userId, userId, cap)
        : queries.one(UNREAD_IN_ONE, conversationId, conversationId, userId, userId, cap)
    return integer(counted, 'unread')
  }

  return { markRead, cursors, unread }
}
