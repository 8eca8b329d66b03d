import type { Message } from '@monhub/realtime-protocol'
import type { Queries } from './database'

type Reactions = Message['reactions']

/** Keeps the list of who reacted to what, by which `eraseUser` finds reactions, as messages have it. */
export function keepReactions(
  queries: Queries,
  messageId: string,
  before: Reactions,
  after: Reactions,
): void {
  const old = pairs(before)
  const current = pairs(after)
  for (const [key, [userId, reaction]] of old) {
    if (current.has(key)) continue
    queries.run(
      'DELETE FROM rt_reactions WHERE userId = ? AND messageId = ? AND reaction = ?',
      userId,
      messageId,
      reaction,
    )
  }
  for (const [key, [userId, reaction]] of current) {
    if (old.has(key)) continue
    queries.run(
      'INSERT INTO rt_reactions (userId, messageId, reaction) VALUES (?, ?, ?)',
      userId,
      messageId,
      reaction,
    )
  }
}

const pairs = (reactions: Reactions = {}) =>
  new Map(
    Object.entries(reactions).flatMap(([reaction, userIds]) =>
      userIds.map((userId) => [JSON.stringify([userId, reaction]), [userId, reaction]] as const),
    ),
  )
