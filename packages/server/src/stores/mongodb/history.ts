import type { Message } from '@monhub/realtime-protocol'
import type { HistoryQuery } from '../types'
import type { Collections, Fields, MongoCollection } from './database'
import { MESSAGES, toMessage } from './rows'
import type { Settling } from './settling'
import type { Stamps } from './stamps'
import { integer, toRow } from './values'

interface Page {
  rows: Fields[]
  hasMore: boolean
}

interface Range {
  conversationId: string
  seq: Fields
  limit: number
}

export type Pages = ReturnType<typeof createPages>

/**
 * Pages of one conversation, up to the head that is told with them. One row more than asked for is
 * read, to know whether there is more.
 */
export function createPages(
  { messages }: Collections,
  { settling, stamps }: { settling: Settling; stamps: Stamps },
) {
  const find = async ({ limit, ...filter }: Range & Fields, order: 1 | -1): Promise<Page> => {
    const found = await messages.find(filter, { sort: { seq: order }, limit: limit + 1 }).toArray()
    const rows = found.slice(0, limit).map(toRow)
    return { rows: order === 1 ? rows : rows.reverse(), hasMore: found.length > limit }
  }

  async function page(query: HistoryQuery, head: number): Promise<Page> {
    const { conversationId, before, after, around, limit } = query
    const place = { conversationId, limit, ...MESSAGES }
    const older = (seq: number) => find({ ...place, seq: { $lt: Math.min(seq, head + 1) } }, -1)
    const newer = (seq: number) => find({ ...place, seq: { $gt: seq, $lte: head } }, 1)

    if (after !== undefined) return newer(after)
    if (around === undefined) return older(before ?? Infinity)
    // `around` stands in the middle, unless the log ends before the page is full.
    const [left, { rows: from }] = await Promise.all([older(around), newer(around - 1)])
    const wantedBefore = Math.max(Math.floor(limit / 2), limit - from.length)
    const start = Math.max(0, left.rows.length - wantedBefore)
    return {
      rows: [...left.rows.slice(start), ...from].slice(0, limit),
      hasMore: left.hasMore || start > 0,
    }
  }

  /** A client takes what it is told up to the head for all there is, so neither is newer. */
  const upToHead = (conversationId: string, read: (head: number) => Promise<Page>) =>
    settling.upToHead(conversationId, async (head) => ({
      ...(await stamps.complete(() => read(head))),
      head,
    }))

  async function history(query: HistoryQuery) {
    const { rows, hasMore, head } = await upToHead(query.conversationId, (to) => page(query, to))
    return { messages: rows.map(toMessage), hasMore, head }
  }

  const entries = (conversationId: string, after: number, limit: number) =>
    upToHead(conversationId, (head) =>
      find({ conversationId, limit, seq: { $gt: after, $lte: head } }, 1),
    )

  /** The newest message of a conversation. */
  async function last(conversationId: string): Promise<Message | undefined> {
    const newest = () => page({ conversationId, limit: 1 }, Infinity)
    return (await stamps.complete(newest)).rows.map(toMessage)[0]
  }

  return { history, entries, last }
}

/** The newest `seq`, 0 when there is none. */
export async function headOf(messages: MongoCollection, conversationId: string): Promise<number> {
  const newest = await messages.findOne(
    { conversationId },
    { sort: { seq: -1 }, projection: { seq: 1 } },
  )
  return newest ? integer(toRow(newest), 'seq') : 0
}
