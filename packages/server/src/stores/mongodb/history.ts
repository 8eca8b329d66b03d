import type { Message } from '@monhub/realtime-protocol'
import type { HistoryQuery } from '../types'
import type { Collections, MongoCollection } from './database'
import { MESSAGES, toMessage } from './rows'
import type { Stamps } from './stamps'
import { integer, toRow } from './values'

interface Page {
  messages: Message[]
  hasMore: boolean
}

export type Pages = ReturnType<typeof createPages>

/** Pages of one conversation. One message more than asked for is read, to know whether there is more. */
export function createPages({ messages }: Collections, stamps: Stamps) {
  const find = async (conversationId: string, seq: object, order: 1 | -1, limit: number) => {
    const rows = await messages
      .find({ conversationId, seq, ...MESSAGES }, { sort: { seq: order }, limit: limit + 1 })
      .toArray()
    const page = rows.slice(0, limit).map(toRow).map(toMessage)
    return { messages: order === 1 ? page : page.reverse(), hasMore: rows.length > limit }
  }

  /** The newest messages before `seq`. */
  const older = (conversationId: string, seq: number, limit: number): Promise<Page> =>
    find(conversationId, { $lt: seq }, -1, limit)

  /** The oldest messages after `seq`. */
  const newer = (conversationId: string, seq: number, limit: number): Promise<Page> =>
    find(conversationId, { $gt: seq }, 1, limit)

  /** `seq` stands in the middle, unless the log ends before the page is full. */
  async function around(conversationId: string, seq: number, limit: number): Promise<Page> {
    const [before, { messages: from }] = await Promise.all([
      older(conversationId, seq, limit),
      newer(conversationId, seq - 1, limit),
    ])
    const wantedBefore = Math.max(Math.floor(limit / 2), limit - from.length)
    const start = Math.max(0, before.messages.length - wantedBefore)
    return {
      messages: [...before.messages.slice(start), ...from].slice(0, limit),
      hasMore: before.hasMore || start > 0,
    }
  }

  function page({ conversationId, before, after, around: middle, limit }: HistoryQuery) {
    if (after !== undefined) return newer(conversationId, after, limit)
    if (middle !== undefined) return around(conversationId, middle, limit)
    return older(conversationId, before ?? Number.MAX_SAFE_INTEGER, limit)
  }

  async function history(query: HistoryQuery): Promise<Page & { head: number }> {
    // Before the page, which so holds everything up to it: a client would take the rest for a gap.
    const head = await headOf(messages, query.conversationId)
    let hasMore = false
    const found = await stamps.complete(async () => {
      const result = await page(query)
      hasMore = result.hasMore
      return result.messages
    })
    return { messages: found, hasMore, head: Math.max(head, found.at(-1)?.seq ?? 0) }
  }

  /** The newest message of a conversation. */
  const last = async (conversationId: string): Promise<Message | undefined> =>
    (await older(conversationId, Number.MAX_SAFE_INTEGER, 1)).messages[0]

  return { history, last }
}

/** The newest `seq`, 0 when there is none. */
export async function headOf(messages: MongoCollection, conversationId: string): Promise<number> {
  const newest = await messages.findOne(
    { conversationId },
    { sort: { seq: -1 }, projection: { seq: 1 } },
  )
  return newest ? integer(toRow(newest), 'seq') : 0
}
