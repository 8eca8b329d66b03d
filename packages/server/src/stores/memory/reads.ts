import { isDirect, peerOf, type Message, type ReadCursor } from '@monhub/realtime-protocol'
import type { ReadStore, StoredConversation } from '../types'
import type { Conversation, Conversations } from './conversations'
import { handOutMessage } from './keep'
import { firstMessageFrom } from './log'

export function createReads(conversations: Conversations) {
  function markRead({
    conversationId,
    userId,
    upTo,
    readAt,
  }: Parameters<ReadStore['markRead']>[0]): { cursor: ReadCursor; covered: Message[] } {
    const conversation = conversations.find(conversationId)
    const current = conversation?.cursors.get(userId) ?? { userId, upTo: 0, readAt }
    const target = Math.min(upTo, conversation?.head ?? 0)
    if (!conversation || target <= current.upTo) return { cursor: { ...current }, covered: [] }

    const cursor = { userId, upTo: target, readAt }
    conversation.cursors.set(userId, cursor)
    const covered = conversation.messages
      .slice(
        firstMessageFrom(conversation.messages, current.upTo + 1),
        firstMessageFrom(conversation.messages, target + 1),
      )
      .filter(({ senderId }) => senderId !== userId)
    // Not of a stranger whom the app lets in: the sender would be told that the peer has read.
    const peerId = peerOf(conversationId, userId)
    for (const message of covered) {
      if (message.senderId === peerId) Object.assign(message, { isRead: true, readAt })
    }
    return { cursor: { ...cursor }, covered: covered.map(handOutMessage) }
  }

  const cursors = (conversationId: string): ReadCursor[] =>
    [...(conversations.find(conversationId)?.cursors.values() ?? [])].map((cursor) => ({
      ...cursor,
    }))

  function unread({ userId, conversationId, cap }: Parameters<ReadStore['unread']>[0]): number {
    if (conversationId !== undefined) return unreadIn(conversationId, userId, cap)
    let count = 0
    for (const { id } of conversations.of(userId)) {
      count += unreadIn(id, userId, cap - count)
      if (count >= cap) break
    }
    return count
  }

  function unreadIn(conversationId: string, userId: string, cap: number): number {
    const conversation = conversations.find(conversationId)
    if (!conversation) return 0
    const { messages, cursors } = conversation
    let count = 0
    for (
      let i = firstMessageFrom(messages, (cursors.get(userId)?.upTo ?? 0) + 1);
      count < cap;
      i++
    ) {
      const message = messages[i]
      if (!message) break
      if (message.senderId !== userId && !message.deletedAt) count++
    }
    return count
  }

  function list({ userId, before, limit, unreadCap }: Parameters<ReadStore['conversations']>[0]) {
    const newest = toActivity(before)
    const older = [...conversations.of(userId)]
      .filter(({ activity }) => activity < newest)
      .sort((a, b) => b.activity - a.activity)
    const page = older.slice(0, limit)
    const toStored = ({ id, messages, memberIds }: Conversation): StoredConversation => {
      const last = messages.at(-1)
      return {
        conversationId: id,
        ...(!isDirect(id) && { memberIds: [...memberIds] }),
        ...(last && { lastMessage: handOutMessage(last) }),
        unreadCount: unreadIn(id, userId, unreadCap),
      }
    }
    const last = page.at(-1)
    return {
      conversations: page.map(toStored),
      ...(last && older.length > limit && { next: String(last.activity) }),
    }
  }

  const forget = (userId: string) => {
    for (const { cursors } of conversations.all()) cursors.delete(userId)
  }

  return { markRead, cursors, unread, conversations: list, forget }
}

/** A cursor that no page gave is older than every conversation, which makes an empty page. */
function toActivity(before: string | undefined): number {
  if (before === undefined) return Number.MAX_SAFE_INTEGER
  return /^\d{1,15}$/.test(before) ? Number(before) : 0
}
