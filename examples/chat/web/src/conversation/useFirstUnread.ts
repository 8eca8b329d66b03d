import { useChat, type ChatMessage, type Peer } from '@monhub/realtime-react'
import { useState } from 'react'
import { useAccount } from '../session/useAccount'

/**
 * The first message by others that was unread when the conversation was opened, once it is loaded.
 * It stays the same while the conversation is open, although it is read soon.
 */
export function useFirstUnread(peer: Peer): ChatMessage | undefined {
  const { status, messages, hasMore, unreadCount, readUpTo } = useChat(peer)
  const { me } = useAccount()
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
