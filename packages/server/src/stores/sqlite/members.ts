import type { Queries } from './database'

/**
 * Moves a conversation to the top and lists it for exactly these members. Follows the insert of an
 * entry at once: the entry's rowid is the place in time, the same for all and never twice.
 */
export function listFor(
  queries: Queries,
  move: { conversationId: string; head: number; memberIds: readonly string[] },
): void {
  const { conversationId, head } = move
  const memberIds = JSON.stringify([...new Set(move.memberIds)].sort())
  const [previous] = queries.all(
    'SELECT memberIds FROM rt_conversations WHERE conversationId = ?',
    conversationId,
  )
  queries.run(
    `INSERT INTO rt_conversations (conversationId, head, activity, memberIds)
     VALUES (?, ?, last_insert_rowid(), ?)
     ON CONFLICT DO UPDATE SET
       head = excluded.head, activity = excluded.activity, memberIds = excluded.memberIds`,
    conversationId,
    head,
    memberIds,
  )
  if (previous?.memberIds === memberIds) return

  const current = new Set(move.memberIds)
  for (const userId of parseIds(previous?.memberIds)) {
    if (current.has(userId)) continue
    queries.run(
      'DELETE FROM rt_members WHERE userId = ? AND conversationId = ?',
      userId,
      conversationId,
    )
  }
  for (const userId of current) {
    queries.run(
      'INSERT OR IGNORE INTO rt_members (userId, conversationId) VALUES (?, ?)',
      userId,
      conversationId,
    )
  }
}

function parseIds(json: unknown): string[] {
  const ids: unknown = typeof json === 'string' ? JSON.parse(json) : []
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []
}
