import type { ErasureStore } from '../types'
import type { Collections } from './database'
import { headOf } from './history'
import type { Settling } from './settling'
import { integer, text, toRow, toTime } from './values'

type Step = Parameters<ErasureStore['prune']>[0]

/** Drops what is old, the newest entry of each log aside: it says which `seq` comes next. */
export function createPruning(
  { messages, notifications }: Collections,
  settling: Settling,
): ErasureStore['prune'] {
  async function pruneEntries({ before, limit }: Step): Promise<{ seen: number; removed: number }> {
    const found = await messages
      .find(
        { keptAsNewest: null, createdAt: { $lt: toTime(before) }, conversationId: { $ne: null } },
        { sort: { createdAt: 1, seq: 1 }, limit, projection: { conversationId: 1, seq: 1 } },
      )
      .toArray()
    const newest = new Map<string, number>()
    for (const row of found.map(toRow)) {
      const conversationId = text(row, 'conversationId')
      newest.set(conversationId, Math.max(integer(row, 'seq'), newest.get(conversationId) ?? 0))
    }
    // What was not applied yet must not go before it is.
    await settling.settleIds([...newest.keys()])
    const counts = await Promise.all([...newest].map(([id, seq]) => dropUpTo(id, seq)))
    return { seen: found.length, removed: counts.reduce((sum, count) => sum + count, 0) }
  }

  async function dropUpTo(conversationId: string, seq: number): Promise<number> {
    const head = await headOf(messages, conversationId)
    // Passed over from now on, until it is the newest no longer.
    if (seq >= head) {
      await messages.updateOne({ conversationId, seq: head }, { $set: { keptAsNewest: true } })
    }
    const last = Math.min(seq, head - 1)
    if (last < 1) return 0
    return (await messages.deleteMany({ conversationId, seq: { $lte: last } })).deletedCount
  }

  async function pruneNotifications({ before, limit }: Step): Promise<number> {
    const found = await notifications
      .find(
        { createdAt: { $lt: toTime(before) } },
        { sort: { createdAt: 1 }, limit, projection: { _id: 1 } },
      )
      .toArray()
    if (found.length === 0) return 0
    const wanted = { _id: { $in: found.map((row) => toRow(row)._id) } }
    return (await notifications.deleteMany(wanted)).deletedCount
  }

  return async function prune(step) {
    const entries = await pruneEntries(step)
    const dropped = await pruneNotifications(step)
    return {
      removed: entries.removed + dropped,
      isDone: entries.seen < step.limit && dropped < step.limit,
    }
  }
}
