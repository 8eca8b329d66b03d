import type { ReadStore, StoredConversation } from '../types'
import type { Queries } from './database'
import { MESSAGE_COLUMNS, toMessage } from './rows'
import { integer, text, type Row } from './values'

type CountUnread = (query: { userId: string; conversationId: string; cap: number }) => number

export function createConversationList(queries: Queries, countUnread: CountUnread) {
  function lastMessage(conversationId: string) {
    const rows = queries.all(
      `SELECT ${MESSAGE_COLUMNS} FROM rt_entries
       WHERE conversationId = ? AND kind = 'message' ORDER BY seq DESC LIMIT 1`,
      conversationId,
    )
    return rows.map(toMessage)[0]
  }

  function list({ userId, before, limit, unreadCap }: Parameters<ReadStore['conversations']>[0]) {
    const rows = queries.all(
      `SELECT c.conversationId, c.activity
       FROM rt_members m JOIN rt_conversations c ON c.conversationId = m.conversationId
       WHERE m.userId = ? AND c.activity < ? ORDER BY c.activity DESC LIMIT ?`,
      userId,
      toActivity(before),
      limit + 1,
    )
    const page = rows.slice(0, limit)
    const toStored = (row: Row): StoredConversation[] => {
      const conversationId = text(row, 'conversationId')
      const last = lastMessage(conversationId)
      if (!last) return []
      const unreadCount = countUnread({ userId, conversationId, cap: unreadCap })
      return [{ conversationId, lastMessage: last, unreadCount }]
    }
    const lastRow = page.at(-1)
    return {
      conversations: page.flatMap(toStored),
      ...(lastRow && rows.length > limit && { next: String(integer(lastRow, 'activity')) }),
    }
  }

  return list
}

/** A cursor that no page gave is older than every conversation, which makes an empty page. */
function toActivity(before: string | undefined): number {
  if (before === undefined) return Number.MAX_SAFE_INTEGER
  return /^\d{1,15}$/.test(before) ? Number(before) : 0
}
