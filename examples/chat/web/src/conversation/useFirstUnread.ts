import type { ChatMessage, UseChatResult } from '@monhub/realtime-react'
import { useState } from 'react'
import type { Person } from '../people/usePeople'

/**
 * The first message by others that was unread when the conversation was opened, once it is loaded.
 * It stays the same while the conversation is open, although it is read soon.
 */
export function useFirstUnread(
  { status, messages, hasMore, unreadCount, readUpTo }: UseChatResult,
  me: Person,
): ChatMessage | undefined {
  const [readBefore, setReadBefore] = useState<number>()
  if (status === 'ready' && readBefore === undefined) {
    setReadBefore(unreadCount > 0 ? readUpTo : Infinity)
  }

  const [oldest] = messages
  if (readBefore === undefined || !oldest) return undefined
  const reachesBack = !hasMore || oldest.seq <= readBefore + 1
  if (!reachesBack) return undefined
  return messages.find(({ seq, senderId }) => senderId !== me.id && seq > readBefore)
}
