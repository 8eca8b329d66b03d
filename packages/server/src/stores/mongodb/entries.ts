import type { LogEntry } from '@monhub/realtime-protocol'
import type { Fields } from './database'
import { has, toMessage } from './rows'
import { id, integer, json, text, time, userIds } from './values'

/** Whatever is in the log beside messages. */
export const CHANGES = { kind: { $in: ['edit', 'delete', 'reaction', 'member'] } }

export function toEntry(row: Fields): LogEntry {
  const place = { conversationId: text(row, 'conversationId'), seq: integer(row, 'seq') }
  if (!has(row, 'kind')) return { kind: 'message', ...place, message: toMessage(row) }

  const act = { ...place, actorId: id(row, 'actorId'), createdAt: time(row, 'createdAt') }
  const { kind } = row
  if (kind === 'member') {
    return { kind, ...act, added: userIds(row, 'added'), removed: userIds(row, 'removed') }
  }
  const change = { ...act, targetId: id(row, 'targetId'), targetSeq: integer(row, 'targetSeq') }
  switch (kind) {
    case 'edit':
      return {
        kind,
        ...change,
        ...(has(row, 'text') && { text: text(row, 'text') }),
        ...(has(row, 'metadata') && { metadata: json(row, 'metadata') }),
      }
    case 'delete':
      return { kind, ...change }
    case 'reaction':
      return {
        kind,
        ...change,
        reaction: text(row, 'reaction'),
        ...(row.isRemoved === true && { isRemoved: true }),
      }
    default:
      throw new TypeError(`The log holds an entry of the unknown kind ${String(kind)}`)
  }
}
