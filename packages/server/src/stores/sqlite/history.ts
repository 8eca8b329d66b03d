import type { Message } from '@monhub/realtime-protocol'
import type { HistoryQuery } from '../types'
import type { Queries } from './database'
import { headOf } from './place'
import { MESSAGE_COLUMNS, toMessage } from './rows'

interface Page {
  messages: Message[]
  hasMore: boolean
}

const MESSAGES = `SELECT ${MESSAGE_COLUMNS} FROM rt_entries
  WHERE conversationId = ? AND kind = 'message'`

/** Pages of one conversation. One row more than asked for is read, to know whether there is more. */
export function createHistory(queries: Queries) {
  /** The newest messages before `seq`. */
  function older(conversationId: string, seq: number, limit: number): Page {
    const sql = `${MESSAGES} AND seq < ? ORDER BY seq DESC LIMIT ?`
    const rows = queries.all(sql, conversationId, seq, limit + 1)
    return {
      messages: rows.slice(0, limit).map(toMessage).reverse(),
      hasMore: rows.length > limit,
    }
  }

  /** The oldest messages after `seq`. */
  function newer(conversationId: string, seq: number, limit: number): Page {
    const sql = `${MESSAGES} AND seq > ? ORDER BY seq LIMIT ?`
    const rows = queries.all(sql, conversationId, seq, limit + 1)
    return { messages: rows.slice(0, limit).map(toMessage), hasMore: rows.length > limit }
  }

  /** `seq` stands in the middle, unless the log ends before the page is full. */
  function around(conversationId: string, seq: number, limit: number): Page {
    const before = older(conversationId, seq, limit)
    const from = newer(conversationId, seq - 1, limit).messages
    const wantedBefore = Math.max(Math.floor(limit / 2), limit - from.length)
    const start = Math.max(0, before.messages.length - wantedBefore)
    return {
      messages: [...before.messages.slice(start), ...from].slice(0, limit),
      hasMore: before.hasMore || start > 0,
    }
  }

  function page({ conversationId, before, after, around: middle, limit }: HistoryQuery): Page {
    if (after !== undefined) return newer(conversationId, after, limit)
    if (middle !== undefined) return around(conversationId, middle, limit)
    return older(conversationId, before ?? Number.MAX_SAFE_INTEGER, limit)
  }

  return (query: HistoryQuery) => ({
    ...page(query),
    head: headOf(queries, query.conversationId),
  })
}
