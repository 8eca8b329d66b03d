import { randomUUID } from 'node:crypto'
import type { LogEntry, Message } from '@monhub/realtime-protocol'
import type { LogStore, MessageDraft } from '../types'
import type { Queries } from './database'
import { createHistory, headOf } from './history'
import { listFor } from './members'
import { MESSAGE_COLUMNS, messageValues, toMessage } from './rows'

const FIND = `SELECT ${MESSAGE_COLUMNS} FROM rt_entries`

export function createLog(queries: Queries) {
  const { history, newer } = createHistory(queries)

  /** Inside a transaction that holds the write lock, so nobody else takes the same `seq`. */
  function append(draft: MessageDraft): { message: Message; duplicate: boolean } {
    const { conversationId, senderId, clientId, receiverId, metadata } = draft
    const first = queries.first(
      `${FIND} WHERE conversationId = ? AND senderId = ? AND clientId = ?`,
      conversationId,
      senderId,
      clientId,
    )
    if (first) return { message: toMessage(first), duplicate: true }

    const seq = headOf(queries, conversationId) + 1
    const _id = randomUUID()
    const values = messageValues({
      _id,
      conversationId,
      seq,
      clientId,
      senderId,
      ...(receiverId !== undefined && { receiverId }),
      text: draft.text,
      ...(metadata !== undefined && { metadata }),
      createdAt: new Date().toISOString(),
      isRead: false,
    })
    queries.run(
      `INSERT INTO rt_entries (kind, ${MESSAGE_COLUMNS})
       VALUES ('message', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...values,
    )
    listFor(queries, { conversationId, head: seq, memberIds: draft.memberIds })
    // Read back: what is handed out is what is stored, also where JSON changed the metadata.
    const stored = queries.one(`${FIND} WHERE _id = ?`, _id)
    return { message: toMessage(stored), duplicate: false }
  }

  function entries({ conversationId, after, limit }: Parameters<LogStore['entries']>[0]) {
    const { messages, hasMore } = newer(conversationId, after, limit)
    const toEntry = (message: Message): LogEntry => ({
      kind: 'message',
      conversationId,
      seq: message.seq,
      message,
    })
    return { entries: messages.map(toEntry), hasMore, head: headOf(queries, conversationId) }
  }

  const messages = (ids: readonly string[]): Message[] =>
    [...new Set(ids)].flatMap((id) => queries.all(`${FIND} WHERE _id = ?`, id).map(toMessage))

  return { append, history, entries, messages }
}
