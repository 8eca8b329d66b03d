import type { LogEntry, Message } from '@monhub/realtime-protocol'
import type { Appended, LogStore, MessageDraft } from '../types'
import { activityOf } from './activity'
import type { Announce } from './conversations'
import type { Collections, Fields } from './database'
import { toEntry } from './entries'
import type { Pages } from './history'
import type { Ids } from './ids'
import type { Place, Places } from './places'
import type { Roster } from './roster'
import { has, MESSAGES, toMessage } from './rows'
import type { Settling } from './settling'
import type { Stamps } from './stamps'
import { text, toJson, toRow, toText } from './values'

interface Parts {
  ids: Ids
  places: Places
  pages: Pages
  roster: Roster
  settling: Settling
  stamps: Stamps
  announce: Announce
}

export function createLog({ messages }: Collections, parts: Parts) {
  const { ids, places, pages, roster, settling, stamps, announce } = parts

  /** Messages as they are now. */
  const find = async (filter: Fields): Promise<Fields[]> => {
    const read = async () => ({
      rows: (await messages.find({ ...filter, ...MESSAGES }).toArray()).map(toRow),
    })
    return (await settling.settled(() => stamps.complete(read))).rows
  }

  async function append(draft: MessageDraft): Promise<Appended | undefined> {
    const { conversationId, senderId, clientId, receiverId, memberIds } = draft
    // Before anything is written: metadata that is not JSON throws.
    const metadata = toJson(draft.metadata)
    const kept = {
      conversationId,
      clientId,
      senderId: ids.ofUser(senderId),
      ...(receiverId !== undefined && { receiverId: ids.ofUser(receiverId) }),
      text: toText(draft.text),
      ...(metadata !== undefined && { metadata }),
      isRead: false,
      fingerprint: toText(draft.fingerprint),
    }
    const sameKey = { conversationId, senderId: { $in: ids.formsOf(senderId) }, clientId }

    return places.take(conversationId, async () => {
      const [first] = await find(sameKey)
      if (first) return repeated(first)

      const place = await (memberIds ? announced(draft) : placeOfMember(draft))
      if (!place) return undefined
      const row = { ...kept, ...place }
      await messages.insertOne(row)
      return { message: toMessage(row), duplicate: false }
    })
  }

  /** Announced first: a crash in between leaves a conversation too far up, never one unlisted. */
  async function announced({ conversationId, memberIds }: MessageDraft): Promise<Place> {
    const _id = ids.create()
    const now = new Date()
    await announce({ conversationId, activity: activityOf({ _id, createdAt: now }), memberIds })
    // Right before the insert: the less time between the two, the fewer attempts.
    return places.next(conversationId, { _id, now })
  }

  const placeOfMember = ({ conversationId, senderId }: MessageDraft) =>
    roster.nextFor({ conversationId, userId: senderId }, (at) =>
      announce({ conversationId, activity: activityOf(at) }),
    )

  async function entries({ conversationId, after, limit }: Parameters<LogStore['entries']>[0]) {
    const { rows, hasMore, head } = await pages.entries(conversationId, after, limit)
    return { entries: rows.map(toEntry) satisfies LogEntry[], hasMore, head }
  }

  const byIds = async (wanted: readonly string[]): Promise<Message[]> =>
    (await find({ _id: { $in: wanted.flatMap(ids.formsOf) } })).map(toMessage)

  return { append, entries, messages: byIds }
}

const repeated = (row: Fields): Appended => ({
  message: toMessage(row),
  duplicate: true,
  ...(has(row, 'fingerprint') && { fingerprint: text(row, 'fingerprint') }),
})
