import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type {
  Message,
  MessageRead,
  MessageReadRequest,
  MessageReadResult,
  MessageSendRequest,
  MessageSendResult,
  Sender,
} from '@monhub/realtime-protocol'
import { LIMITS } from '@monhub/realtime-protocol'
import type { Conversation, Conversations } from '../conversations'
import { realtimeError } from '../errors'
import type { ResolvedOptions } from '../options'
import { modernRoom, userRoom } from '../rooms'
import type { RealtimeStore } from '../stores/types'
import type { RealtimeNamespace } from '../types'
import { createInOrder } from './inOrder'

/** The connection a request came in on, left out where its ack tells it already. */
export interface Origin {
  socketId?: string
  version?: 1 | 2
}

export interface Chat {
  send: (userId: string, request: MessageSendRequest, from?: Origin) => Promise<MessageSendResult>
  markRead: (
    userId: string,
    request: MessageReadRequest,
    from?: Origin,
  ) => Promise<MessageReadResult>
}

interface ChatParts {
  nsp: RealtimeNamespace
  store: RealtimeStore
  conversations: Conversations
  options: Pick<ResolvedOptions, 'profiles' | 'logger'>
  /** Called when a message is about to be announced, so that "is typing" ends before it. */
  onSent: (conversation: Conversation, userId: string) => void
}

/** Writing to conversations: authorise, store, and only then announce. */
export function createChat({ nsp, store, conversations, options, onSent }: ChatParts): Chat {
  const inOrder = createInOrder()

  const send: Chat['send'] = async (userId, request, from = {}) => {
    const { text, metadata, clientId = randomUUID() } = request
    const conversation = await conversations.open(userId, 'send', targetOf(request))
    const receiverId = receiverOf(conversation, userId)
    // Asked for before the write, so that messages are announced in the order they were stored.
    const sender = await senderOf(userId, options)
    const { message, duplicate } = await store.append({
      conversationId: conversation.id,
      senderId: userId,
      clientId,
      ...(receiverId === undefined ? {} : { receiverId }),
      text,
      ...(metadata === undefined ? {} : { metadata }),
      memberIds: conversation.memberIds,
    })
    if (!duplicate) {
      onSent(conversation, userId)
      announceMessage(conversation, { message, sender }, from)
    } else if (message.text !== text || !isDeepStrictEqual(message.metadata, plain(metadata))) {
      throw realtimeError(
        'CONFLICT',
        'This clientId already belongs to another message; use a new one for each message.',
      )
    }
    return { message, duplicate }
  }

  const announceMessage = (
    conversation: Conversation,
    news: { message: Message; sender: Sender },
    from: Origin,
  ) => {
    const everyone = nsp.to(conversation.memberIds.map(userRoom))
    // A v1 client shows what it sent by itself and would show it twice.
    const skip = from.version === 1 && from.socketId
    ;(skip ? everyone.except(skip) : everyone).emit('message:new', news)
  }

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
      const rooms = new Set(covered.map(({ senderId }) => userRoom(senderId)))
      const news: MessageRead = {
        messageIds: covered.slice(-LIMITS.idsPerEvent).map(({ _id }) => _id),
        readBy: userId,
        readAt: cursor.readAt,
        conversationId: conversation.id,
        upTo: cursor.upTo,
      }
      nsp
        .to([...rooms, modernRoom(userId)])
        .except(from.socketId ?? [])
        .emit('message:read', news)
    }
    return { conversationId: conversation.id, upTo: cursor.upTo, readAt: cursor.readAt }
  }

  const markRead: Chat['markRead'] = async (userId, request, from = {}) => {
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

  return {
    send: (userId, request, from) =>
      inOrder(`${userId} ${request.conversationId ?? request.receiverId ?? ''}`, () =>
        send(userId, request, from),
      ),
    markRead,
  }
}

const targetOf = ({ conversationId, receiverId }: MessageSendRequest) =>
  conversationId === undefined ? { peerId: receiverId ?? '' } : { conversationId }

const receiverOf = ({ isDirect, memberIds }: Conversation, userId: string) =>
  isDirect ? (memberIds.find((id) => id !== userId) ?? userId) : undefined

/** What a store gives back for it: JSON has no `undefined`. */
const plain = (metadata: object | undefined): unknown =>
  metadata && JSON.parse(JSON.stringify(metadata))

/** A profile that cannot be had never holds up a message. */
async function senderOf(
  userId: string,
  { profiles, logger }: ChatParts['options'],
): Promise<Sender> {
  try {
    const found = (await profiles([userId])).find(({ _id }) => _id === userId)
    return { ...found, _id: userId }
  } catch (error) {
    logger.warn({ error, userId }, '`profiles` threw; the message goes without a profile')
    return { _id: userId }
  }
}
