import type { LogEntry, MemberEntry, Message } from '@monhub/realtime-server'
import type { Content, History, Row, Send, View } from '../src/check/history'

export const GROUP = 'team'
const createdAt = '2026-01-01T00:00:00.000Z'

export const message = (seq: number, senderId: string, text: string): Message => ({
  _id: `id-${text}`,
  conversationId: GROUP,
  seq,
  clientId: `key-${text}`,
  senderId,
  text,
  createdAt,
  isRead: false,
})

export const members = (seq: number, added: string[], removed: string[] = []): MemberEntry => ({
  kind: 'member',
  conversationId: GROUP,
  seq,
  actorId: 'app',
  createdAt,
  added,
  removed,
})

export const rowOf = ({ kind, seq, conversationId, ...entry }: LogEntry): Row => {
  const { _id = null, senderId = null, clientId = null } = 'message' in entry ? entry.message : {}
  return { conversationId, seq, kind, _id, senderId, clientId }
}

export function contentOf(messages: Message[], changes: LogEntry[]): Content {
  const toEntry = (one: Message): LogEntry => ({
    kind: 'message',
    conversationId: GROUP,
    seq: one.seq,
    message: one,
  })
  const entries = [...messages.map(toEntry), ...changes].sort((a, b) => a.seq - b.seq)
  return { messages, entries, rows: entries.map(rowOf) }
}

export const sent = ({ _id, seq, clientId, senderId, text }: Message): Send => ({
  conversationId: GROUP,
  senderId,
  text,
  clientId,
  invokedAt: 0,
  outcome: 'acked',
  ack: { _id, seq, at: 1 },
})

/** A screen that showed these messages, and nothing wrong. */
export const viewOf = (userId: string, messages: Message[], isOver = true): View => ({
  id: `${userId}#1`,
  userId,
  conversationId: GROUP,
  shown: messages.map(({ _id, seq, clientId, senderId, text }) => ({
    _id,
    seq,
    clientId,
    senderId,
    text,
  })),
  duplicates: [],
  disorders: [],
  spans: [{ first: messages[0]!.seq, last: messages.at(-1)!.seq, count: messages.length }],
  ...(isOver && { final: messages }),
})

/** Ann and Bob wrote in a group; Cid was taken out before the last message. */
export function goodRun(): { history: History; content: Content; messages: Message[] } {
  const messages = [
    message(2, 'ann', 'ann.1'),
    message(3, 'bob', 'bob.1'),
    message(4, 'ann', 'ann.2'),
    message(6, 'bob', 'bob.2'),
  ]
  const changes = [members(1, ['ann', 'bob', 'cid']), members(5, [], ['cid'])]
  const history: History = {
    sends: messages.map(sent),
    changes: [],
    views: [
      viewOf('ann', messages),
      viewOf('bob', messages),
      viewOf('cid', messages.slice(0, 3), false),
    ],
  }
  return { history, content: contentOf(messages, changes), messages }
}
