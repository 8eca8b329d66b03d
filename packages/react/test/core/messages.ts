import type { Message, ReadCursor, SyncedConversation } from '@monhub/realtime-protocol'

export const CONVERSATION = 'dm:me:peer'

/** A stored message; even ones are mine. */
export const stored = (seq: number, rest: Partial<Message> = {}): Message => ({
  _id: `m${seq}`,
  conversationId: CONVERSATION,
  seq,
  clientId: `c${seq}`,
  senderId: seq % 2 === 0 ? 'me' : 'peer',
  text: `text ${seq}`,
  createdAt: '2026-01-01T00:00:00.000Z',
  isRead: false,
  ...rest,
})

export const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)

export const storedRange = (from: number, to: number): Message[] =>
  range(from, to).map((seq) => stored(seq))

export const cursor = (userId: string, upTo: number): ReadCursor => ({
  userId,
  upTo,
  readAt: '2026-01-02T00:00:00.000Z',
})

export const synced = (
  messages: Message[],
  rest: Partial<SyncedConversation> = {},
): SyncedConversation => ({
  conversationId: CONVERSATION,
  entries: messages.map((message) => ({
    kind: 'message',
    conversationId: CONVERSATION,
    seq: message.seq,
    message,
  })),
  head: messages.at(-1)?.seq ?? 0,
  hasMore: false,
  cursors: [],
  unreadCount: 0,
  ...rest,
})
