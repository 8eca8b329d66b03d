import {
  CLIENT_LIMITS,
  type Notification,
  type NotificationListResult,
  type NotificationReadResult,
} from '@monhub/realtime-protocol'

/** The loaded part of the notification inbox. Every function here is pure. */
export interface Inbox {
  /** Newest first. */
  notifications: Notification[]
  unreadCount: number
  hasMore: boolean
}

export const emptyInbox: Inbox = { notifications: [], unreadCount: 0, hasMore: false }

/** The newest page. Older ones stay if the two overlap; a gap between them would never close. */
export function applyNewest(inbox: Inbox, page: NotificationListResult): Inbox {
  const fresh = new Set(page.notifications.map(({ _id }) => _id))
  const last = page.notifications.at(-1)?._id
  const overlap = inbox.notifications.findIndex(({ _id }) => _id === last)
  const older = overlap < 0 ? [] : inbox.notifications.slice(overlap + 1)
  const kept = older.filter(({ _id }) => !fresh.has(_id))
  return {
    notifications: [...page.notifications, ...kept],
    unreadCount: page.unreadCount,
    hasMore: kept.length > 0 ? inbox.hasMore : page.hasMore,
  }
}

export function applyOlder(inbox: Inbox, page: NotificationListResult): Inbox {
  const known = new Set(inbox.notifications.map(({ _id }) => _id))
  const fresh = page.notifications.filter(({ _id }) => !known.has(_id))
  return { ...page, notifications: [...inbox.notifications, ...fresh] }
}

/** One that arrived live; twice is as good as once. */
export function applyNew(inbox: Inbox, notification: Notification): Inbox {
  if (inbox.notifications.some(({ _id }) => _id === notification._id)) return inbox
  return {
    ...inbox,
    notifications: [notification, ...inbox.notifications],
    unreadCount: Math.min(inbox.unreadCount + 1, CLIENT_LIMITS.unreadCap),
  }
}

export function applyRead(
  inbox: Inbox,
  {
    ids,
    readAt,
    unreadCount,
  }: Omit<NotificationReadResult, 'unreadCount'> & { unreadCount?: number },
): Inbox {
  const isMeant = new Set(ids === 'all' ? inbox.notifications.map(({ _id }) => _id) : ids)
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
