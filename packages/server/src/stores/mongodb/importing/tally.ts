import { directMembers } from '@monhub/realtime-protocol'
import { activityOf } from '../activity'
import type { BulkOperation, Fields } from '../database'
import { stampedPeerOf } from '../stamps'
import { idText } from './refusal'

/** How far the messages of one sender were read. */
interface Read {
  firstUnread: number
  /** The latest of those before; absent while there is none. */
  readAt?: Date
}

interface Tally {
  head: number
  activity: string
  bySender: Map<string, Read>
}

export type Tallies = ReturnType<typeof createTallies>

/** What `rt_conversations` and `rt_cursors` have to say of the messages that were seen. */
export function createTallies() {
  const tallies = new Map<string, Tally>()

  function add(row: Fields, conversationId: string, seq: number): void {
    const { createdAt, readAt } = row
    const senderId = idText(row.senderId)
    if (!directMembers(conversationId) || senderId === undefined) return
    const bySender = new Map<string, Read>()
    const tally = tallies.get(conversationId) ?? { head: 0, activity: '', bySender }
    tallies.set(conversationId, tally)
    if (seq > tally.head && createdAt instanceof Date) {
      tally.head = seq
      tally.activity = activityOf({ _id: idText(row._id) ?? '', createdAt })
    }
    const read = tally.bySender.get(senderId) ?? { firstUnread: Infinity }
    tally.bySender.set(senderId, read)
    if (row.isRead !== true) read.firstUnread = Math.min(read.firstUnread, seq)
    else if (seq < read.firstUnread) read.readAt = latest(read.readAt, readAt ?? createdAt)
  }

  const listOf = ([conversationId, { activity }]: [string, Tally]): BulkOperation => ({
    updateOne: {
      filter: { _id: conversationId },
      update: {
        $set: { memberIds: [...new Set(directMembers(conversationId))] },
        $max: { activity },
      },
      upsert: true,
    },
  })

  /** Cursors that say as much as the stamps do; never back, should the reader have one already. */
  const cursorsOf = ([conversationId, { head, bySender }]: [string, Tally]): BulkOperation[] =>
    (directMembers(conversationId) ?? []).flatMap((userId) => {
      const peerId = stampedPeerOf(conversationId, userId)
      const read = peerId === undefined ? undefined : bySender.get(peerId)
      if (!read?.readAt) return []
      const upTo = Math.min(head, read.firstUnread - 1)
      const cursor = { upTo, stampedTo: upTo, readAt: read.readAt }
      const filter = { conversationId, userId }
      return [
        { updateOne: { filter, update: { $setOnInsert: cursor }, upsert: true } },
        { updateOne: { filter: { ...filter, upTo: { $lt: upTo } }, update: { $set: cursor } } },
      ]
    })

  return {
    add,
    all: (): [string, Tally][] => [...tallies],
    listOf,
    cursorsOf,
  }
}

const latest = (before: Date | undefined, next: unknown): Date | undefined =>
  next instanceof Date && (!before || next > before) ? next : before
