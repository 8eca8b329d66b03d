import type { Notification } from '@monhub/realtime-protocol'
import type { InboxStore, StoredNotificationDraft } from '../types'
import type { Queries } from './database'
import { timedId } from './ids'
import { NOTIFICATION_COLUMNS, notificationValues, toNotification } from './rows'
import { integer } from './values'

export function createInbox(queries: Queries) {
  function add(draft: StoredNotificationDraft): Notification {
    const { userId, type, title, message, data } = draft
    const _id = timedId()
    const values = notificationValues({
      _id,
      userId,
      type,
      title,
      message,
      ...(data !== undefined && { data }),
      createdAt: new Date().toISOString(),
      isRead: false,
    })
    queries.run(
      `INSERT INTO rt_notifications (${NOTIFICATION_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...values,
    )
    return toNotification(
      queries.one(`SELECT ${NOTIFICATION_COLUMNS} FROM rt_notifications WHERE _id = ?`, _id),
    )
  }

  /** Where an inbox page ends; 0, before everything, for an id that is not in it. */
  function placeOf(userId: string, id: string): number {
    const row = queries.first(
      'SELECT n FROM rt_notifications WHERE _id = ? AND userId = ?',
      id,
      userId,
    )
    return row ? integer(row, 'n') : 0
  }

  function page({ userId, before, limit }: Parameters<InboxStore['notifications']>[0]) {
    const rows = queries.all(
      `SELECT ${NOTIFICATION_COLUMNS} FROM rt_notifications
       WHERE userId = ? AND n < ? ORDER BY n DESC LIMIT ?`,
      userId,
      before === undefined ? Number.MAX_SAFE_INTEGER : placeOf(userId, before),
      limit + 1,
    )
    return {
      notifications: rows.slice(0, limit).map(toNotification),
      hasMore: rows.length > limit,
    }
  }

  function unread({ userId, cap }: { userId: string; cap: number }): number {
    const counted = queries.one(
      `SELECT count(*) AS n FROM (
         SELECT 1 FROM rt_notifications WHERE userId = ? AND isRead = 0 LIMIT ?)`,
      userId,
      cap,
    )
    return integer(counted, 'n')
  }

  function mark({ userId, ids, readAt }: Parameters<InboxStore['markNotifications']>[0]): void {
    const stamp = `UPDATE rt_notifications SET isRead = 1, readAt = ?
      WHERE userId = ? AND isRead = 0`
    if (ids === 'all') queries.run(stamp, readAt, userId)
    else for (const id of ids) queries.run(`${stamp} AND _id = ?`, readAt, userId, id)
  }

  return { add, page, unread, mark }
}
