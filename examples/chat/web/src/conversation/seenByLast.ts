import type { ChatMessage } from '@monhub/realtime-react'

/**
 * By the `_id` of one's own messages in a group, for whom it is the last one they have seen. Who
 * has seen what others wrote, only those others are told as it happens.
 */
export function seenByLast(
  messages: readonly ChatMessage[],
  memberIds: readonly string[],
  myId: string,
): ReadonlyMap<string, string[]> {
  const seen = new Map<string, string[]>()
  const remaining = new Set(memberIds)
  for (const { _id, senderId, seenBy } of messages.toReversed()) {
    if (remaining.size === 0) break
    if (senderId !== myId || !seenBy) continue
    const readers = seenBy.filter((id) => remaining.delete(id))
    if (readers.length > 0) seen.set(_id, readers)
  }
  return seen
}
