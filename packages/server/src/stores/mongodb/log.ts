import type { LogEntry, Message } from '@monhub/realtime-protocol'
import type { LogStore, MessageDraft } from '../types'
import { createTurns, whileContended } from './contention'
import { activityOf, type Announce } from './conversations'
import type { Collections } from './database'
import type { Pages } from './history'
import type { Ids } from './ids'
import { MESSAGES, toMessage } from './rows'
import type { Stamps } from './stamps'
import { integer, time, toJson, toRow, toText } from './values'

const NEWEST = { seq: 1, createdAt: 1 }

interface Parts {
  ids: Ids
  pages: Pages
  stamps: Stamps
  announce: Announce
}

export function createLog({ messages }: Collections, { ids, pages, stamps, announce }: Parts) {
  const inTurn = createTurns()

  /** The newest entry, also one that a failover could still take back: so would it what follows. */
  async function newestOf(conversationId: string) {
    const found = await messages.findOne(
      { conversationId },
      { sort: { seq: -1 }, projection: NEWEST, readConcern: { level: 'local' } },
    )
    if (!found) return undefined
    const row = toRow(found)
    return { seq: integer(row, 'seq'), createdAt: new Date(time(row, 'createdAt')) }
  }

  async function append(draft: MessageDraft): Promise<{ message: Message; duplicate: boolean }> {
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
    }
    const sameKey = { conversationId, senderId: { $in: ids.formsOf(senderId) }, clientId }

    const attempt = async () => {
      const first = await messages.findOne(sameKey)
      if (first) return { message: toMessage(toRow(first)), duplicate: true }

      const _id = ids.create()
      const now = new Date()
      // Announced first: a crash in between leaves a conversation too far up, never one unlisted.
      await announce({ conversationId, activity: activityOf({ _id, createdAt: now }), memberIds })
      // Right before the insert: the less time between the two, the fewer attempts.
      const newest = await newestOf(conversationId)
      // Never back, whatever the clocks say: apps sort by it.
      const createdAt = newest && newest.createdAt > now ? newest.createdAt : now
      const row = { _id, ...kept, seq: (newest?.seq ?? 0) + 1, createdAt }
      await messages.insertOne(row)
      return { message: toMessage(row), duplicate: false }
    }
    return inTurn(conversationId, () => whileContended(attempt))
  }

  async function entries({ conversationId, after, limit }: Parameters<LogStore['entries']>[0]) {
    const { messages, hasMore, head } = await pages.history({ conversationId, after, limit })
    const toEntry = (message: Message): LogEntry => ({
      kind: 'message',
      conversationId,
      seq: message.seq,
      message,
    })
    return { entries: messages.map(toEntry), hasMore, head }
  }

  const byIds = (wanted: readonly string[]): Promise<Message[]> =>
    stamps.complete(async () => {
      const forms = wanted.flatMap(ids.formsOf)
      const rows = await messages.find({ _id: { $in: forms }, ...MESSAGES }).toArray()
      return rows.map(toRow).map(toMessage)
    })

  return { append, entries, messages: byIds }
}
