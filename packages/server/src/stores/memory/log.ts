import { randomUUID } from 'node:crypto'
import type { LogEntry, Message } from '@monhub/realtime-protocol'
import type { HistoryQuery, MessageDraft } from '../types'
import type { Conversations } from './conversations'
import { handOutMessage, toJson, type KeptMessage } from './keep'

/** `byId` holds every message that is kept, over all conversations. */
export function createLog(
  conversations: Conversations,
  byId: Map<string, KeptMessage>,
  maxMessages: number,
) {
  function append(draft: MessageDraft): { message: Message; duplicate: boolean } {
    const { conversationId, senderId, clientId, receiverId, text, memberIds } = draft
    const key = clientKey(senderId, clientId)
    const first = conversations.find(conversationId)?.byClientId.get(key)
    if (first) return { message: handOutMessage(first), duplicate: true }

    // Before anything is changed: metadata that is not JSON throws.
    const metadata = toJson(draft.metadata)
    const conversation = conversations.touch(conversationId, memberIds)
    const message: KeptMessage = {
      _id: randomUUID(),
      conversationId,
      seq: ++conversation.head,
      clientId,
      senderId,
      ...(receiverId !== undefined && { receiverId }),
      text,
      ...(metadata !== undefined && { metadata }),
      createdAt: new Date().toISOString(),
      isRead: false,
    }
    conversation.messages.push(message)
    conversation.byClientId.set(key, message)
    byId.set(message._id, message)
    const oldest =
      conversation.messages.length > maxMessages ? conversation.messages.shift() : undefined
    if (oldest) {
      conversation.byClientId.delete(clientKey(oldest.senderId, oldest.clientId))
      byId.delete(oldest._id)
    }
    return { message: handOutMessage(message), duplicate: false }
  }

  function history({ conversationId, before, after, around, limit }: HistoryQuery) {
    const { messages = [], head = 0 } = conversations.find(conversationId) ?? {}
    const place = (seq: number) => placeOf(messages, seq)
    const page = (start: number, end: number) => messages.slice(start, end).map(handOutMessage)

    if (after !== undefined) {
      const start = place(after + 1)
      const end = start + limit
      return { messages: page(start, end), hasMore: end < messages.length, head }
    }
    const end =
      around === undefined
        ? place(before ?? Infinity)
        : Math.min(place(around - Math.floor(limit / 2)) + limit, messages.length)
    const start = Math.max(0, end - limit)
    return { messages: page(start, end), hasMore: start > 0, head }
  }

  function entries(query: { conversationId: string; after: number; limit: number }) {
    const { messages, hasMore, head } = history(query)
    const toEntry = (message: Message): LogEntry => ({
      kind: 'message',
      conversationId: message.conversationId,
      seq: message.seq,
      message,
    })
    return { entries: messages.map(toEntry), hasMore, head }
  }

  function messages(ids: readonly string[]): Message[] {
    return [...new Set(ids)].flatMap((id) => {
      const message = byId.get(id)
      return message ? [handOutMessage(message)] : []
    })
  }

  return { append, history, entries, messages }
}

/** Index of the first message at or after `seq`. */
export function placeOf(messages: readonly KeptMessage[], seq: number): number {
  const first = messages[0]?.seq ?? 0
  return Math.min(Math.max(0, seq - first), messages.length)
}

const clientKey = (senderId: string, clientId: string) => JSON.stringify([senderId, clientId])
