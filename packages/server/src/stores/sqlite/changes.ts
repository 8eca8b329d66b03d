import { applyChange, withoutText, type ChangeEntry, type Message } from '@monhub/realtime-protocol'
import type { ChangeDraft } from '../types'
import { forgetText, insertChange } from './changeRows'
import type { Queries } from './database'
import { isMember } from './members'
import { countEntry, placeOf } from './place'
import { keepReactions } from './reactions'
import { MESSAGE_COLUMNS, toMessage } from './rows'
import { json, jsonCopy, optionalInteger } from './values'

const TARGET = `SELECT editSeq, ${MESSAGE_COLUMNS} FROM rt_entries
  WHERE _id = ? AND conversationId = ?`
const UPDATE = `UPDATE rt_entries
  SET text = ?, metadata = ?, editedAt = ?, deletedAt = ?, reactions = ?, rev = ?, editSeq = ?,
      isDeleted = ?, fingerprint = iif(?, NULL, fingerprint)
  WHERE _id = ?`

export type Change = ReturnType<typeof createChange>

/** Inside a transaction that holds the write lock, so entries are applied in the order of `seq`. */
export function createChange(queries: Queries) {
  return ({
    wantsMember,
    ...draft
  }: ChangeDraft): { entry: ChangeEntry; message: Message } | undefined => {
    const { conversationId, targetId, actorId } = draft
    const row = queries.first(TARGET, targetId, conversationId)
    const place = placeOf(queries, conversationId)
    if (!row || !place) return undefined
    if (wantsMember && !isMember(queries, conversationId, actorId)) return undefined

    const before = toMessage(row)
    const entry: ChangeEntry = {
      ...jsonCopy(draft.kind === 'edit' && before.deletedAt ? withoutText(draft) : draft),
      seq: place.head + 1,
      targetSeq: before.seq,
      createdAt: new Date().toISOString(),
    }
    insertChange(queries, entry)
    countEntry(queries, place, { conversationId, movesUp: false })

    let editSeq = optionalInteger(row, 'editSeq')
    if (entry.kind !== 'reaction' && !before.deletedAt) {
      if (editSeq !== undefined) forgetText(queries, { conversationId, seq: editSeq })
      editSeq = entry.seq
    }
    const message = applyChange(before, entry)
    update(message, editSeq)
    keepReactions(queries, targetId, before.reactions, message.reactions)
    // Copied again: the reactions and metadata of the one are not those of the other.
    return { entry, message: jsonCopy(message) }
  }

  function update(message: Message, editSeq: number | undefined) {
    const isDeleted = message.deletedAt === undefined ? 0 : 1
    queries.run(
      UPDATE,
      message.text,
      json(message.metadata),
      message.editedAt ?? null,
      message.deletedAt ?? null,
      json(message.reactions),
      message.rev ?? null,
      editSeq ?? null,
      isDeleted,
      isDeleted,
      message._id,
    )
  }
}
