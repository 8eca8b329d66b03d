import type { ChangeEntry, LogEntry, MemberEntry } from '@monhub/realtime-protocol'
import type { Queries } from './database'
import { integer, object, optionalInteger, optionalText, text, type Row } from './values'

/** An entry that is no message: what its kind alone has stands as JSON in `change`. */
export type OtherEntry = ChangeEntry | MemberEntry

export const CHANGE_COLUMNS =
  'kind, conversationId, seq, createdAt, actorId, targetId, targetSeq, change'

export function insertChange(queries: Queries, entry: OtherEntry): void {
  const { kind, conversationId, seq, createdAt, actorId, ...rest } = entry
  const { targetId, targetSeq, ...change } =
    'targetId' in rest ? rest : { ...rest, targetId: null, targetSeq: null }
  queries.run(
    `INSERT INTO rt_entries (${CHANGE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    kind,
    conversationId,
    seq,
    createdAt,
    actorId,
    targetId,
    targetSeq,
    JSON.stringify(change),
  )
}

export function toChange(row: Row): OtherEntry {
  const targetId = optionalText(row, 'targetId')
  return {
    kind: text(row, 'kind'),
    conversationId: text(row, 'conversationId'),
    seq: integer(row, 'seq'),
    actorId: text(row, 'actorId'),
    ...(targetId !== undefined && { targetId, targetSeq: optionalInteger(row, 'targetSeq') }),
    ...object(row, 'change'),
    createdAt: text(row, 'createdAt'),
  } as OtherEntry
}

/** Takes the text out of an edit that another entry has replaced. */
export function forgetText(
  queries: Queries,
  { conversationId, seq }: Pick<LogEntry, 'conversationId' | 'seq'>,
): void {
  queries.run(
    `UPDATE rt_entries SET change = '{}' WHERE conversationId = ? AND seq = ?`,
    conversationId,
    seq,
  )
}
