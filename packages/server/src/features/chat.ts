import { randomUUID } from 'node:crypto'
import type { MessageSendRequest, MessageSendResult, Sender } from '@monhub/realtime-protocol'
import { strangerError, type Conversation, type Conversations } from '../conversations'
import { realtimeError } from '../errors'
import type { ResolvedOptions } from '../options'
import { memberRooms, modernRoom } from '../rooms'
import type { Appended, LogStore } from '../stores/types'
import type { RealtimeNamespace } from '../types'
import { fingerprintOf } from './fingerprint'
import type { SendHooks } from './hooks'
import { createInOrder } from './inOrder'
import { createRecent } from './recent'
import { senderOf } from './senders'

/** The connection a request came in on, left out where its ack tells it already. */
export interface Origin {
  socketId?: string
  version?: 1 | 2
}

export interface Chat {
  send: (userId: string, request: MessageSendRequest, from?: Origin) => Promise<MessageSendResult>
}

interface ChatParts {
  nsp: RealtimeNamespace
  store: LogStore
  conversations: Conversations
  hooks: SendHooks
  options: Pick<ResolvedOptions, 'profiles' | 'logger'>
  /** Called when a message is about to be announced, so that "is typing" ends before it. */
  onSent: (conversation: Conversation, userId: string) => void
}

/** Repetitions come within minutes. */
const ANNOUNCED = 10_000

/** Sending to conversations: authorise, store, and only then announce. */
export function createChat(parts: ChatParts): Chat {
  const { nsp, store, conversations, hooks, options, onSent } = parts
  const inOrder = createInOrder()
  const announced = createRecent(ANNOUNCED)

  const send: Chat['send'] = async (userId, request, from = {}) => {
    const { text, metadata, clientId = randomUUID() } = request
    const conversation = await conversations.open(userId, 'send', targetOf(request))
    const { id: conversationId, memberIds } = conversation
    const fingerprint = fingerprintOf({ text, metadata })
    const receiverId = receiverOf(conversation, userId)
    // Every field by name, also where there is nothing: spreading objects of many shapes is slow.
    const outgoing = { conversationId, senderId: userId, receiverId, clientId, text, metadata }
    const body = await hooks.before(outgoing, conversation)
    // Asked for before the write, so that messages are announced in the order they were stored.
    const sender = await senderOf(userId, options)
    const stored = await store.append({
      conversationId,
      senderId: userId,
      receiverId,
      clientId,
      text: body.text,
      metadata: body.metadata,
      fingerprint,
      memberIds: conversations.areMembersStored(conversation) ? undefined : memberIds,
    })
    if (!stored) throw strangerError()
    const { message, duplicate } = stored
    if (duplicate) assertSame(stored.fingerprint, fingerprint)
    // Only a repetition may be known; looking for every message among thousands takes long.
    const isKnown = duplicate && announced.has(message._id)
    if (!isKnown) await announce(conversation, stored, sender, from)
    return { message, duplicate }
  }

  const announce = async (
    before: Conversation,
    { message, duplicate }: Appended,
    sender: Sender,
    from: Origin,
  ) => {
    announced.add(message._id)
    // Whoever was taken out of a group while the message was stored must not get it.
    const conversation = before.isDirect ? before : await conversations.find(before.id)
    onSent(conversation, sender._id)
    // Stored by an attempt that may have ended before it told anybody, or may not: v2 clients drop
    // what they have, v1 clients would show it twice.
    const rooms = duplicate ? conversation.memberIds.map(modernRoom) : memberRooms(conversation)
    // A v1 client shows what it sent by itself.
    const skip = from.version === 1 ? from.socketId : undefined
    const audience = nsp.to(rooms)
    ;(skip ? audience.except(skip) : audience).emit('message:new', { message, sender })
    if (!duplicate) hooks.after(message, conversation)
  }

  return {
    send: (userId, request, from) =>
      inOrder(`${userId} ${request.conversationId ?? request.receiverId ?? ''}`, () =>
        send(userId, request, from),
      ),
  }
}

const targetOf = ({ conversationId, receiverId }: MessageSendRequest) =>
  conversationId === undefined ? { peerId: receiverId ?? '' } : { conversationId }

const receiverOf = ({ isDirect, memberIds }: Conversation, userId: string) =>
  isDirect ? (memberIds.find((id) => id !== userId) ?? userId) : undefined

/** A message that was deleted, or came from elsewhere, has no fingerprint to compare with. */
function assertSame(stored: string | undefined, sent: string): void {
  if (stored === undefined || stored === sent) return
  throw realtimeError(
    'CONFLICT',
    'This clientId already belongs to another message; use a new one for each message.',
  )
}
