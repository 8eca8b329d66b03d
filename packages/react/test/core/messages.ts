import type { LogEntry, Message, ReadCursor, SyncedConversation } from '@monhub/realtime-protocol'

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

export const entry = (message: Message): LogEntry => ({
  kind: 'message',
  conversationId: message.conversationId,
  seq: message.seq,
  message,
})

type Acts = Exclude<LogEntry, { kind: 'message' }>
type Rest<Act> = Act extends Acts
  ? Omit<Act, 'conversationId' | 'seq' | 'actorId' | 'createdAt'> & Partial<Act>
  : never

/** An entry that is no message; by the peer, unless it says otherwise. */
export const act = (seq: number, rest: Rest<Acts>): Acts => ({
  conversationId: CONVERSATION,
  seq,
  actorId: 'peer',
  createdAt: '2026-01-03T00:00:00.000Z',
  ...rest,
})

/** What an entry says that changes the message at `seq`. */
export const target = (seq: number) => ({ targetId: `m${seq}`, targetSeq: seq })

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
  entries: messages.map(entry),
  head: messages.at(-1)?.seq ?? 0,
  hasMore: false,
  cursors: [],
  unreadCount: 0,
  ...rest,
})
