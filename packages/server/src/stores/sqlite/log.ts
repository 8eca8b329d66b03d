import { isDirect, type LogEntry, type Message } from '@monhub/realtime-protocol'
import type { Appended, LogStore, MessageDraft } from '../types'
import { CHANGE_COLUMNS, toChange } from './changeRows'
import type { Queries } from './database'
import { createHistory } from './history'
import { timedId } from './ids'
import { isMember, listFor } from './members'
import { countEntry, headOf, toPlace } from './place'
import { MESSAGE_COLUMNS, toMessage } from './rows'
import { integer, json, jsonCopy, optionalText, text, type Row } from './values'

const FIND = `SELECT fingerprint, ${MESSAGE_COLUMNS} FROM rt_entries`
const SENT = 'senderId = ? AND isDeleted = ? AND conversationId = ? AND clientId = ?'
// As few values as can be: binding them takes a driver longer than SQLite to find the rows.
const PLACE = `SELECT head, oldestAt, EXISTS (
    SELECT 1 FROM rt_entries e WHERE e.senderId = ? AND e.isDeleted = 1
      AND e.conversationId = c.conversationId AND e.clientId = ?) AS wasDeleted
  FROM rt_conversations c WHERE c.conversationId = ?`
const INSERT = `INSERT INTO rt_entries (kind, _id, conversationId, seq, clientId, senderId, receiverId,
    text, metadata, createdAt, fingerprint)
  VALUES ('message', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (senderId, isDeleted, conversationId, clientId) DO NOTHING`
const ENTRIES = `SELECT ${CHANGE_COLUMNS}, ${MESSAGE_COLUMNS} FROM rt_entries
  WHERE conversationId = ? AND seq > ? ORDER BY seq LIMIT ?`

export function createLog(queries: Queries) {
  /** Inside a transaction that holds the write lock, so nobody else takes the same `seq`. */
  function append(draft: MessageDraft): Appended | undefined {
    const { conversationId, senderId, clientId, receiverId, fingerprint, memberIds } = draft
    const row = queries.first(PLACE, senderId, clientId, conversationId)
    if (row && integer(row, 'wasDeleted') === 1) return storedFirst(draft, 1)
    if (!memberIds && !isMember(queries, conversationId, senderId)) return storedFirst(draft, 0)
    const place = toPlace(row)
    // A copy by JSON is what reading it back would give.
    const metadata = draft.metadata && jsonCopy(draft.metadata)
    const message: Message = {
      _id: timedId(),
      conversationId,
      seq: (place?.head ?? 0) + 1,
      clientId,
      senderId,
      ...(receiverId !== undefined && { receiverId }),
      text: draft.text,
      ...(metadata && { metadata }),
      createdAt: new Date().toISOString(),
      isRead: false,
    }
    const inserted = queries.run(
      INSERT,
      message._id,
      conversationId,
      message.seq,
      clientId,
      senderId,
      receiverId ?? null,
      message.text,
      json(metadata),
      message.createdAt,
      fingerprint,
    )
    if (inserted === 0) return storedFirst(draft, 0)
    countEntry(queries, place, { conversationId, movesUp: true })
    // Who is in a direct conversation never changes.
    const isListed = place !== undefined && isDirect(conversationId)
    if (memberIds && !isListed) listFor(queries, conversationId, memberIds)
    return { message, duplicate: false }
  }

  function storedFirst(draft: MessageDraft, isDeleted: 0 | 1): Appended | undefined {
    const { senderId, conversationId, clientId } = draft
    const row = queries.first(
      `${FIND} WHERE ${SENT}`,
      senderId,
      isDeleted,
      conversationId,
      clientId,
    )
    if (!row) return undefined
    const fingerprint = optionalText(row, 'fingerprint')
    const message = toMessage(row)
    return { message, duplicate: true, ...(fingerprint !== undefined && { fingerprint }) }
  }

  /** One row more than asked for is read, to know whether there is more. */
  function entries({ conversationId, after, limit }: Parameters<LogStore['entries']>[0]) {
    const rows = queries.all(ENTRIES, conversationId, after, limit + 1)
    return {
      entries: rows.slice(0, limit).map(toEntry),
      hasMore: rows.length > limit,
      head: headOf(queries, conversationId),
    }
  }

  const messages = (ids: readonly string[]): Message[] =>
    [...new Set(ids)].flatMap((id) => queries.all(`${FIND} WHERE _id = ?`, id).map(toMessage))

  return { append, history: createHistory(queries), entries, messages }
}

function toEntry(row: Row): LogEntry {
  if (text(row, 'kind') !== 'message') return toChange(row)
  const message = toMessage(row)
  const { conversationId, seq } = message
  return { kind: 'message', conversationId, seq, message }
}
