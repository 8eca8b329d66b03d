import { createTurns, whileContended } from './contention'
import type { Collections } from './database'
import type { Ids, ObjectId } from './ids'
import { integer, time, toRow } from './values'

const NEWEST = { seq: 1, createdAt: 1, keptAsNewest: 1 }

/** What every entry of the log has. */
export interface Place {
  _id: ObjectId
  seq: number
  createdAt: Date
}

export type Places = ReturnType<typeof createPlaces>

/**
 * Places in the log. A process takes those of one conversation in turn; against other processes
 * the unique index decides, and whoever comes second looks at everything anew.
 */
export function createPlaces({ messages }: Collections, ids: Ids) {
  const inTurn = createTurns()

  /** The newest entry, also one that a failover could still take back: so would it what follows. */
  async function newestOf(conversationId: string) {
    const found = await messages.findOne(
      { conversationId },
      { sort: { seq: -1 }, projection: NEWEST, readConcern: { level: 'local' } },
    )
    return found === null ? undefined : toRow(found)
  }

  /** The place after the newest entry, as it is right now. */
  async function next(
    conversationId: string,
    { _id, now }: { _id: ObjectId; now: Date } = { _id: ids.create(), now: new Date() },
  ): Promise<Place> {
    const newest = await newestOf(conversationId)
    if (!newest) return { _id, seq: 1, createdAt: now }
    // It stays the newest no longer, so it may be pruned.
    if (newest.keptAsNewest === true) {
      await messages.updateOne({ _id: newest._id }, { $unset: { keptAsNewest: '' } })
    }
    // Never back, whatever the clocks say: apps sort by it.
    const before = new Date(time(newest, 'createdAt'))
    return { _id, seq: integer(newest, 'seq') + 1, createdAt: before > now ? before : now }
  }

  /** Tries until it is not too late for the place it took. */
  const take = <T>(conversationId: string, attempt: () => Promise<T>): Promise<T> =>
    inTurn(conversationId, () => whileContended(attempt))

  return { next, take }
}
