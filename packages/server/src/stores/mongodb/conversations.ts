import type { Message } from '@monhub/realtime-protocol'
import type { ReadStore, StoredConversation } from '../types'
import type { Collections, Fields } from './database'
import type { Pages } from './history'
import type { ObjectId } from './ids'
import type { Stamps } from './stamps'
import type { Unread } from './unread'
import { text, toRow } from './values'

type Query = Parameters<ReadStore['conversations']>[0]

/** An append that has not arrived by then never will. */
const GIVEN_UP_MS = 60_000

export type Announce = ReturnType<typeof createAnnounce>

/** Moves a conversation to the top and lists it for exactly these members. */
export function createAnnounce({ conversations }: Collections) {
  return async (place: {
    conversationId: string
    activity: string
    memberIds: readonly string[]
  }): Promise<void> => {
    const { conversationId, activity } = place
    const memberIds = [...new Set(place.memberIds)].sort()
    await conversations.updateOne(
      { _id: conversationId },
      { $set: { memberIds }, $max: { activity } },
      { upsert: true },
    )
  }
}

export function createConversationList(
  { conversations }: Collections,
  { pages, stamps, counts }: { pages: Pages; stamps: Stamps; counts: Unread },
) {
  async function list(
    query: Query,
  ): Promise<{ conversations: StoredConversation[]; next?: string }> {
    const { userId, before, limit, unreadCap } = query
    if (before !== undefined && !ACTIVITY.test(before)) return { conversations: [] }
    const rows = await conversations
      .find(
        { memberIds: userId, ...(before !== undefined && { activity: { $lt: before } }) },
        { sort: { activity: -1 }, limit: limit + 1 },
      )
      .toArray()
    const page = rows.slice(0, limit).map(toRow)
    const newest = await newestOf(page.map((row) => text(row, '_id')))
    if (await putBack(page, newest)) return list(query)

    const unread = await counts.each(userId, [...newest.keys()], unreadCap)
    const toStored = ([conversationId, lastMessage]: [string, Message], i: number) => ({
      conversationId,
      lastMessage,
      unreadCount: unread[i] ?? 0,
    })
    const last = page.at(-1)
    return {
      conversations: [...newest].map(toStored),
      ...(last && rows.length > limit && { next: text(last, 'activity') }),
    }
  }

  /** In the order of the ids; a conversation that holds no message is left out. */
  async function newestOf(conversationIds: string[]): Promise<Map<string, Message>> {
    const found = await stamps.complete(async () =>
      (await Promise.all(conversationIds.map(pages.last))).filter(
        (message) => message !== undefined,
      ),
    )
    return new Map(found.map((message) => [message.conversationId, message]))
  }

  /** Undoes the announcement of messages that never came; true when there were any. */
  async function putBack(page: Fields[], newest: Map<string, Message>): Promise<boolean> {
    const moved = await Promise.all(
      page.map(async (row) => {
        const message = newest.get(text(row, '_id'))
        const activity = text(row, 'activity')
        if (!message || activityOf(message) === activity) return false
        if (timeOf(activity) > Date.now() - GIVEN_UP_MS) return false
        const update = { $set: { activity: activityOf(message) } }
        await conversations.updateOne({ _id: row._id, activity }, update)
        return true
      }),
    )
    return moved.includes(true)
  }

  return list
}

const ACTIVITY = /^[0-9a-z]{9}\../

/** Sorts by time, and is never the same for two messages. */
export const activityOf = (message: { _id: ObjectId | string; createdAt: Date | string }): string =>
  `${new Date(message.createdAt).getTime().toString(36).padStart(9, '0')}.${toHex(message._id)}`

const toHex = (id: ObjectId | string) => (typeof id === 'string' ? id : id.toHexString())
const timeOf = (activity: string) => Number.parseInt(activity, 36)
