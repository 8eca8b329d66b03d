import { isDirect, type Message } from '@monhub/realtime-protocol'
import type { ReadStore, StoredConversation } from '../types'
import { ACTIVITY, activityOf, activityTime } from './activity'
import type { Collections, Fields } from './database'
import { headOf, type Pages } from './history'
import type { Settling } from './settling'
import type { Unread } from './unread'
import { text, toRow, userIds } from './values'

type Query = Parameters<ReadStore['conversations']>[0]

/** An append that has not arrived by then never will. */
const GIVEN_UP_MS = 60_000

export type Announce = ReturnType<typeof createAnnounce>

/** Moves a conversation to the top, and lists it for exactly these members if any are named. */
export function createAnnounce({ conversations }: Collections) {
  return async (place: {
    conversationId: string
    activity: string
    memberIds?: readonly string[]
  }): Promise<void> => {
    const { conversationId, activity, memberIds } = place
    await conversations.updateOne(
      { _id: conversationId },
      {
        ...(memberIds && { $set: { memberIds: [...new Set(memberIds)] } }),
        $max: { activity },
      },
      { upsert: true },
    )
  }
}

interface Parts {
  pages: Pages
  settling: Settling
  counts: Unread
}

export function createConversationList(
  { messages, conversations }: Collections,
  { pages, settling, counts }: Parts,
) {
  async function list(
    query: Query,
  ): Promise<{ conversations: StoredConversation[]; next?: string }> {
    const { userId, before, limit, unreadCap } = query
    if (before !== undefined && !ACTIVITY.test(before)) return { conversations: [] }
    const found = await conversations
      .find(
        { memberIds: userId, ...(before !== undefined && { activity: { $lt: before } }) },
        { sort: { activity: -1 }, limit: limit + 1 },
      )
      .toArray()
    const page = found.slice(0, limit).map(toRow)
    // Whom a page is for may change with what is settled, and so may its order.
    if (await settling.settleAll(page)) return list(query)
    const rows = await Promise.all(page.map(withLast))
    if (await putBack(rows)) return list(query)

    const listed = rows.filter(({ isEmpty }) => !isEmpty)
    const ids = listed.map(({ row }) => text(row, '_id'))
    const unread = await counts.each(userId, ids, unreadCap)
    const last = page.at(-1)
    return {
      conversations: listed.map(({ row, lastMessage }, i) => ({
        conversationId: text(row, '_id'),
        ...(!isDirect(text(row, '_id')) && { memberIds: userIds(row, 'memberIds') }),
        ...(lastMessage && { lastMessage }),
        unreadCount: unread[i] ?? 0,
      })),
      ...(last && found.length > limit && { next: text(last, 'activity') }),
    }
  }

  /** Empty is what was announced for a first message that never came. */
  async function withLast(row: Fields): Promise<Listed> {
    const conversationId = text(row, '_id')
    const lastMessage = await pages.last(conversationId)
    if (lastMessage) return { row, lastMessage, isEmpty: false }
    return { row, isEmpty: (await headOf(messages, conversationId)) === 0 }
  }

  /** Undoes the announcement of messages that never came; true when there were any. */
  async function putBack(rows: Listed[]): Promise<boolean> {
    const moved = await Promise.all(
      rows.map(async ({ row, lastMessage }) => {
        const activity = text(row, 'activity')
        if (!lastMessage || activityOf(lastMessage) === activity) return false
        if (activityTime(activity) > Date.now() - GIVEN_UP_MS) return false
        const update = { $set: { activity: activityOf(lastMessage) } }
        await conversations.updateOne({ _id: row._id, activity }, update)
        return true
      }),
    )
    return moved.includes(true)
  }

  return list
}

interface Listed {
  row: Fields
  lastMessage?: Message
  isEmpty: boolean
}
