import type { ReadStore } from '../types'
import type { Collections } from './database'
import type { Ids } from './ids'
import { MESSAGES } from './rows'
import type { Settling } from './settling'
import { integer, text, toRow } from './values'

/** So many conversations are counted by one query. */
const CHUNK = 100

interface Beyond {
  conversationId: string
  seq: { $gt: number }
}

export type Unread = ReturnType<typeof createUnread>

/** Counting stops at the cap, so that a badge costs the same however much is unread. */
export function createUnread(
  { messages, conversations, cursors }: Collections,
  { ids, settling }: { ids: Ids; settling: Settling },
) {
  const count = (userId: string, beyond: Beyond[], cap: number): Promise<number> =>
    messages.countDocuments(
      { $or: beyond, senderId: { $nin: ids.formsOf(userId) }, deletedAt: null, ...MESSAGES },
      { limit: cap },
    )

  /** What lies beyond the user's cursors. */
  async function beyondOf(userId: string, conversationIds: string[]): Promise<Beyond[]> {
    const rows = await cursors.find({ userId, conversationId: { $in: conversationIds } }).toArray()
    const upTo = new Map(
      rows.map(toRow).map((row) => [text(row, 'conversationId'), integer(row, 'upTo')]),
    )
    return conversationIds.map((conversationId) => ({
      conversationId,
      seq: { $gt: upTo.get(conversationId) ?? 0 },
    }))
  }

  async function listedFor(userId: string): Promise<string[]> {
    const found = await conversations
      .find({ memberIds: userId }, { sort: { activity: -1 }, projection: { settledTo: 1 } })
      .toArray()
    const rows = found.map(toRow)
    // They may be in other conversations then.
    if (await settling.settleAll(rows)) return listedFor(userId)
    return rows.map((row) => text(row, '_id'))
  }

  async function unread({ userId, conversationId, cap }: Parameters<ReadStore['unread']>[0]) {
    if (conversationId !== undefined) {
      await settling.settleIds([conversationId])
      return (await each(userId, [conversationId], cap))[0] ?? 0
    }
    const conversationIds = await listedFor(userId)
    let total = 0
    for (let i = 0; i < conversationIds.length && total < cap; i += CHUNK) {
      const beyond = await beyondOf(userId, conversationIds.slice(i, i + CHUNK))
      total += await count(userId, beyond, cap - total)
    }
    return total
  }

  /** In the order of the conversations. */
  async function each(userId: string, conversationIds: string[], cap: number): Promise<number[]> {
    const beyond = await beyondOf(userId, conversationIds)
    return Promise.all(beyond.map((one) => count(userId, [one], cap)))
  }

  return { unread, each }
}
