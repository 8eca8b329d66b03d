import { randomUUID } from 'node:crypto'
import type { Notification } from '@monhub/realtime-protocol'
import type { InboxStore, StoredNotificationDraft } from '../types'
import { handOutNotification, toJson, type KeptNotification } from './keep'

export function createInbox({ maxPerUser, maxUsers }: { maxPerUser: number; maxUsers: number }) {
  /** Oldest first in each inbox; the inbox written to last stands last. */
  const inboxes = new Map<string, KeptNotification[]>()
  const inboxOf = (userId: string) => inboxes.get(userId) ?? []

  function add({ userId, type, title, message, data }: StoredNotificationDraft): Notification {
    const json = toJson(data)
    const notification: KeptNotification = {
      _id: randomUUID(),
      userId,
      type,
      title,
      message,
      ...(json !== undefined && { data: json }),
      createdAt: new Date().toISOString(),
      isRead: false,
    }
    const inbox = inboxOf(userId)
    inbox.push(notification)
    if (inbox.length > maxPerUser) inbox.shift()
    inboxes.delete(userId)
    inboxes.set(userId, inbox)
    for (const oldest of inboxes.keys()) {
      if (inboxes.size <= maxUsers) break
      inboxes.delete(oldest)
    }
    return handOutNotification(notification)
  }

  function page({ userId, before, limit }: Parameters<InboxStore['notifications']>[0]) {
    const inbox = inboxOf(userId)
    const end = before === undefined ? inbox.length : inbox.findIndex(({ _id }) => _id === before)
    const start = Math.max(0, end - limit)
    return {
      notifications: inbox.slice(start, Math.max(0, end)).reverse().map(handOutNotification),
      hasMore: start > 0,
    }
  }

  function unread({ userId, cap }: { userId: string; cap: number }): number {
    const count = inboxOf(userId).filter(({ isRead }) => !isRead).length
    return Math.min(count, cap)
  }

  function mark({ userId, ids, readAt }: Parameters<InboxStore['markNotifications']>[0]): void {
    const wanted = ids === 'all' ? undefined : new Set(ids)
    for (const notification of inboxOf(userId)) {
      if (notification.isRead || (wanted && !wanted.has(notification._id))) continue
      Object.assign(notification, { isRead: true, readAt })
    }
  }

  function prune({ before, limit }: { before: string; limit: number }): number {
    let removed = 0
    for (const inbox of inboxes.values()) {
      while (removed < limit && inbox[0] && inbox[0].createdAt < before) {
        inbox.shift()
        removed++
      }
    }
    return removed
  }

  return { add, page, unread, mark, prune, forget: (userId: string) => inboxes.delete(userId) }
}
