import type { ChangeEntry, Message } from '@monhub/realtime-protocol'
import type { ChangeDraft } from '../types'
import type { Collections, Fields } from './database'
import { toEntry } from './entries'
import type { Ids } from './ids'
import type { Places } from './places'
import type { Roster } from './roster'
import { MESSAGES, toMessage } from './rows'
import type { Settling } from './settling'
import type { Stamps } from './stamps'
import { toJson, toRow, toText } from './values'

interface Parts {
  ids: Ids
  places: Places
  roster: Roster
  settling: Settling
  stamps: Stamps
}

/** The verb that changes a message: an entry of the log first, and then whatever it changes. */
export function createChange({ messages }: Collections, parts: Parts) {
  const { ids, places, roster, settling, stamps } = parts

  return async function change(
    draft: ChangeDraft,
  ): Promise<{ entry: ChangeEntry; message: Message } | undefined> {
    const { conversationId, targetId, actorId } = draft
    // Before anything is written: metadata that is not JSON throws.
    const said = contentOf(draft)
    const wanted = { _id: { $in: ids.formsOf(targetId) }, conversationId, ...MESSAGES }
    const target = await messages.findOne(wanted, { projection: { seq: 1 } })
    if (target === null) return undefined
    const { _id, seq: targetSeq } = toRow(target)

    const row = await places.take(conversationId, async () => {
      const place = draft.wantsMember
        ? await roster.nextFor({ conversationId, userId: actorId })
        : await places.next(conversationId)
      if (!place) return undefined
      const entry = {
        ...place,
        conversationId,
        // The key of its own that the unique index wants.
        clientId: place._id.toHexString(),
        ...said,
        actorId: ids.ofUser(actorId),
        targetId: _id,
        targetSeq,
      }
      await messages.insertOne(entry)
      return entry
    })
    if (!row) return undefined
    await settling.settle(conversationId, row.seq)

    const changed = await stamps.complete(async () => ({
      rows: (await messages.find({ _id, ...MESSAGES }).toArray()).map(toRow),
    }))
    const entry = toEntry(row)
    const [message] = changed.rows.map(toMessage)
    if (!message || entry.kind === 'message' || entry.kind === 'member') return undefined
    return { entry, message }
  }
}

function contentOf(draft: ChangeDraft): Fields {
  const { kind } = draft
  switch (kind) {
    case 'edit': {
      const metadata = toJson(draft.metadata)
      return {
        kind,
        ...(draft.text !== undefined && { text: toText(draft.text) }),
        ...(metadata !== undefined && { metadata }),
      }
    }
    case 'delete':
      return { kind }
    case 'reaction':
      return {
        kind,
        reaction: toText(draft.reaction),
        ...(draft.isRemoved && { isRemoved: true }),
      }
  }
}
