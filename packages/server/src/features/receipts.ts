import {
  LIMITS,
  type MessageRead,
  type MessageReadRequest,
  type MessageReadResult,
} from '@monhub/realtime-protocol'
import type { Conversation, Conversations } from '../conversations'
import { realtimeError } from '../errors'
import { memberRooms, modernRoom } from '../rooms'
import type { RealtimeStore } from '../stores/types'
import type { RealtimeNamespace } from '../types'
import type { Origin } from './chat'

export interface Receipts {
  markRead: (
    userId: string,
    request: MessageReadRequest,
    from?: Origin,
  ) => Promise<MessageReadResult>
}

interface ReceiptParts {
  nsp: RealtimeNamespace
  store: RealtimeStore
  conversations: Conversations
}

/** How far everybody has read: a cursor per user and conversation, and who is told of it. */
export function createReceipts({ nsp, store, conversations }: ReceiptParts): Receipts {
  const moveCursor = async (
    userId: string,
    conversation: Conversation,
    upTo: number,
    from: Origin,
  ): Promise<MessageReadResult> => {
    const readAt = new Date().toISOString()
    const move = { conversationId: conversation.id, userId, upTo, readAt }
    const { cursor, covered } = await store.markRead(move)
    if (cursor.upTo > 0 && cursor.readAt === readAt) {
      const news: MessageRead = {
        messageIds: covered.slice(-LIMITS.idsPerEvent).map(({ _id }) => _id),
        readBy: userId,
        readAt: cursor.readAt,
        conversationId: conversation.id,
        upTo: cursor.upTo,
      }
      nsp
        .to([...sendersOf(conversation, covered), modernRoom(userId)])
        .except(from.socketId ?? [])
        .emit('message:read', news)
    }
    return { conversationId: conversation.id, upTo: cursor.upTo, readAt: cursor.readAt }
  }

  const markRead: Receipts['markRead'] = async (userId, request, from = {}) => {
    if ('upTo' in request) {
      const conversation = await conversations.open(userId, 'read', request)
      return moveCursor(userId, conversation, request.upTo, from)
    }
    const newest = new Map<string, number>()
    for (const { conversationId, senderId, seq } of await store.messages(request.messageIds)) {
      if (senderId === userId) continue
      newest.set(conversationId, Math.max(seq, newest.get(conversationId) ?? 0))
    }
    let result: MessageReadResult | undefined
    for (const [conversationId, upTo] of newest) {
      const conversation = await conversations.mayOpen(userId, 'read', { conversationId })
      if (conversation) result = await moveCursor(userId, conversation, upTo, from)
    }
    if (result) return result
    throw realtimeError('NOT_FOUND', 'None of these messages is addressed to you.')
  }

  return { markRead }
}

/** Whose messages were read. In a large group that would be everybody, for everybody's reading. */
function sendersOf(conversation: Conversation, covered: readonly { senderId: string }[]) {
  if (!showsReceipts(conversation)) return []
  const senderIds = new Set(covered.map(({ senderId }) => senderId))
  const memberIds = conversation.memberIds.filter((userId) => senderIds.has(userId))
  return memberRooms({ ...conversation, memberIds })
}

export const showsReceipts = ({ memberIds }: Conversation) =>
  memberIds.length <= LIMITS.receiptMembers
