import {
  CLIENT_LIMITS,
  type Notification,
  type NotificationListResult,
  type NotificationReadResult,
} from '@monhub/realtime-protocol'
import { distinct } from './distinct'

/** The loaded part of the notification inbox. Every function here is pure. */
export interface Inbox {
  /** Newest first. */
  notifications: Notification[]
  unreadCount: number
  hasMore: boolean
}

/** Some or all were read; the count is there where the server says it. */
export type ReadMove = Omit<NotificationReadResult, 'unreadCount'> & { unreadCount?: number }

/** The newest page. Older ones stay if the two overlap; a gap between them would never close. */
export function applyNewest(inbox: Inbox, page: NotificationListResult): Inbox {
  const last = page.notifications.at(-1)?._id
  const overlap = inbox.notifications.findIndex(({ _id }) => _id === last)
  const older = overlap < 0 ? [] : inbox.notifications.slice(overlap + 1)
  const notifications = distinct([...page.notifications, ...older], idOf)
  const isLonger = notifications.length > page.notifications.length
  const { hasMore } = isLonger ? inbox : page
  return { notifications, unreadCount: page.unreadCount, hasMore }
}

export const applyOlder = (inbox: Inbox, page: NotificationListResult): Inbox => ({
  ...page,
  notifications: distinct([...inbox.notifications, ...page.notifications], idOf),
})

/** One that arrived live; twice is as good as once. */
export function applyNew(inbox: Inbox, notification: Notification): Inbox {
  if (inbox.notifications.some(({ _id }) => _id === notification._id)) return inbox
  return {
    ...inbox,
    notifications: [notification, ...inbox.notifications],
    unreadCount: Math.min(inbox.unreadCount + 1, CLIENT_LIMITS.unreadCap),
  }
}

export function applyRead(inbox: Inbox, { ids, readAt, unreadCount }: ReadMove): Inbox {
  const isMeant = new Set(ids === 'all' ? inbox.notifications.map(idOf) : ids)
  const covers = ({ _id, isRead }: Notification) => !isRead && isMeant.has(_id)
  const covered = inbox.notifications.filter(covers).length
  const guess = ids === 'all' ? 0 : Math.max(0, inbox.unreadCount - covered)
  return {
    ...inbox,
    notifications: inbox.notifications.map((item) =>
      covers(item) ? { ...item, isRead: true, readAt } : item,
    ),
    unreadCount: unreadCount ?? guess,
  }
}

const idOf = ({ _id }: Notification) => _id
