import type { ChangeEntry } from '@monhub/realtime-protocol'
import type { ChangeDraft, ErasureStore } from '../types'
import type { Change } from './changes'
import type { Queries } from './database'
import { text, type Row } from './values'

type Step = Parameters<ErasureStore['eraseUser']>[0]

const OWN = `SELECT _id, conversationId FROM rt_entries
  WHERE senderId = ? AND isDeleted = 0 LIMIT ?`
const REACTED = `SELECT e._id, e.conversationId, r.reaction
  FROM rt_reactions r CROSS JOIN rt_entries e ON e._id = r.messageId WHERE r.userId = ? LIMIT ?`

/** Every query here finds what is left by an index, so that a step costs what it erases. */
export function createErasure(queries: Queries, change: Change) {
  const apply = (drafts: ChangeDraft[]): ChangeEntry[] =>
    drafts.flatMap((draft) => change(draft)?.entry ?? [])

  function eraseUser({ userId, limit }: Step): { entries: ChangeEntry[]; isDone: boolean } {
    const own = queries.all(OWN, userId, limit + 1)
    const deleted = apply(
      own.slice(0, limit).map((row) => ({ kind: 'delete', ...at(row, userId) })),
    )
    const reacted = queries.all(REACTED, userId, limit + 1)
    const takenBack = apply(
      reacted.slice(0, limit).map((row) => ({
        kind: 'reaction',
        ...at(row, userId),
        reaction: text(row, 'reaction'),
        isRemoved: true,
      })),
    )
    const entries = [...deleted, ...takenBack]
    if (own.length > limit || reacted.length > limit) return { entries, isDone: false }
    return { entries, isDone: forget(userId, limit) }
  }

  /** Says whether it has dropped everything. */
  function forget(userId: string, limit: number): boolean {
    const notifications = queries.run(
      `DELETE FROM rt_notifications WHERE n IN
         (SELECT n FROM rt_notifications WHERE userId = ? LIMIT ?)`,
      userId,
      limit,
    )
    const cursors = queries.run(
      `DELETE FROM rt_cursors WHERE userId = ? AND conversationId IN
         (SELECT conversationId FROM rt_cursors WHERE userId = ? LIMIT ?)`,
      userId,
      userId,
      limit,
    )
    queries.run('DELETE FROM rt_versions WHERE userId = ?', userId)
    queries.run('DELETE FROM rt_last_seen WHERE userId = ?', userId)
    return notifications < limit && cursors < limit
  }

  return eraseUser
}

const at = (row: Row, actorId: string) => ({
  conversationId: text(row, 'conversationId'),
  targetId: text(row, '_id'),
  actorId,
})
