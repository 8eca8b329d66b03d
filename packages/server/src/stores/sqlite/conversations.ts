import { isDirect } from '@monhub/realtime-protocol'
import type { ReadStore, StoredConversation } from '../types'
import type { Queries } from './database'
import { membersOf } from './members'
import { MESSAGE_COLUMNS, toMessage } from './rows'
import { integer, text, type Row } from './values'

const LIST = `SELECT c.conversationId, c.activity
  FROM rt_members m CROSS JOIN rt_conversations c ON c.conversationId = m.conversationId
  WHERE m.userId = ? AND c.activity < ? ORDER BY c.activity DESC LIMIT ?`
// The place in time is the rowid of the last message, while there is one.
const LAST = `SELECT ${MESSAGE_COLUMNS} FROM rt_entries WHERE n = ? AND kind = 'message'`

type CountUnread = (query: { userId: string; conversationId: string; cap: number }) => number

export function createConversationList(queries: Queries, countUnread: CountUnread) {
  function list({ userId, before, limit, unreadCap }: Parameters<ReadStore['conversations']>[0]) {
    const rows = queries.all(LIST, userId, toActivity(before), limit + 1)
    const page = rows.slice(0, limit)
    const toStored = (row: Row): StoredConversation => {
      const conversationId = text(row, 'conversationId')
      const last = queries.first(LAST, integer(row, 'activity'))
      return {
        conversationId,
        ...(!isDirect(conversationId) && { memberIds: membersOf(queries, conversationId) }),
        ...(last && { lastMessage: toMessage(last) }),
        unreadCount: countUnread({ userId, conversationId, cap: unreadCap }),
      }
    }
    const lastRow = page.at(-1)
    return {
      conversations: page.map(toStored),
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
