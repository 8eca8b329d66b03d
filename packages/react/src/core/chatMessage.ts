import type { Message, WireError } from '@monhub/realtime-protocol'

export type Delivery = 'sending' | 'sent' | 'failed'

/** A message as a conversation shows it. One of one's own says how far it got. */
export interface ChatMessage extends Message {
  /** Only on own messages. */
  delivery?: Delivery
  /** Why an own message `failed`. */
  error?: WireError
}

/** Until the server stored it, a message stands after all others and goes by its client id. */
export const pendingMessage = (
  draft: Pick<ChatMessage, 'clientId' | 'conversationId' | 'senderId' | 'text'> &
    Partial<ChatMessage>,
): ChatMessage => ({
  ...draft,
  _id: draft.clientId,
  seq: Infinity,
  createdAt: draft.createdAt ?? new Date().toISOString(),
  isRead: false,
  delivery: 'sending',
})
