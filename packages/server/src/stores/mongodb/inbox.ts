import type { Notification } from '@monhub/realtime-protocol'
import type { InboxStore, StoredNotificationDraft } from '../types'
import type { Collections, Fields } from './database'
import type { Ids } from './ids'
import { toNotification } from './rows'
import { toJson, toRow, toText, toTime } from './values'

export function createInbox({ notifications }: Collections, ids: Ids) {
  async function add(draft: StoredNotificationDraft): Promise<Notification> {
    const data = toJson(draft.data)
    const row = {
      _id: ids.create(),
      userId: draft.userId,
      type: toText(draft.type),
      title: toText(draft.title),
      message: toText(draft.message),
      ...(data !== undefined && { data }),
      createdAt: new Date(),
      isRead: false,
    }
    await notifications.insertOne(row)
    return toNotification(row)
  }

  async function page({ userId, before, limit }: Parameters<InboxStore['notifications']>[0]) {
    const older = before === undefined ? {} : await olderThan(userId, before)
    if (!older) return { notifications: [], hasMore: false }
    const rows = await notifications
      .find({ userId, ...older }, { sort: { createdAt: -1, _id: -1 }, limit: limit + 1 })
      .toArray()
    return {
      notifications: rows.slice(0, limit).map(toRow).map(toNotification),
      hasMore: rows.length > limit,
    }
  }

  async function olderThan(userId: string, before: string): Promise<Fields | undefined> {
    const found = await notifications.findOne({ userId, _id: { $in: ids.formsOf(before) } })
    if (!found) return undefined
    const { createdAt, _id } = toRow(found)
    return { $or: [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: _id } }] }
  }

  const unread = async ({ userId, cap }: { userId: string; cap: number }): Promise<number> =>
    cap < 1 ? 0 : notifications.countDocuments({ userId, isRead: false }, { limit: cap })

  async function mark({
    userId,
    ids: wanted,
    readAt,
  }: Parameters<InboxStore['markNotifications']>[0]) {
    const among = wanted === 'all' ? {} : { _id: { $in: wanted.flatMap(ids.formsOf) } }
    await notifications.updateMany(
      { userId, isRead: false, ...among },
      { $set: { isRead: true, readAt: toTime(readAt) } },
    )
  }

  return { add, page, unread, mark }
}
