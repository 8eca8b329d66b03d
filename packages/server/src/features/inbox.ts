import {
  LIMITS,
  type Notification,
  type NotificationListRequest,
  type NotificationListResult,
  type NotificationReadRequest,
  type NotificationReadResult,
} from '@monhub/realtime-protocol'
import type { NotificationDraft } from '@monhub/realtime-protocol/parse'
import { modernRoom, userRoom } from '../rooms'
import type { RealtimeStore } from '../stores/types'
import type { RealtimeNamespace } from '../types'
import type { Origin } from './chat'

export interface Inbox {
  notify: (draft: NotificationDraft) => Promise<Notification>
  list: (userId: string, request: NotificationListRequest) => Promise<NotificationListResult>
  markRead: (
    userId: string,
    request: NotificationReadRequest,
    from?: Origin,
  ) => Promise<NotificationReadResult>
}

/** Notifications: stored first, then pushed to every device of the user. */
export function createInbox(nsp: RealtimeNamespace, store: RealtimeStore): Inbox {
  const unreadOf = (userId: string) => store.unreadNotifications({ userId, cap: LIMITS.unreadCap })

  return {
    notify: async (draft) => {
      const notification = await store.addNotification(draft)
      nsp.to(userRoom(draft.userId)).emit('notification:new', notification)
      return notification
    },
    list: async (userId, { before, limit = LIMITS.pageDefault }) => {
      const [page, unreadCount] = await Promise.all([
        store.notifications({ userId, before, limit }),
        unreadOf(userId),
      ])
      return { ...page, unreadCount }
    },
    markRead: async (userId, { ids }, from = {}) => {
      const readAt = new Date().toISOString()
      await store.markNotifications({ userId, ids, readAt })
      const news = { ids, readAt, unreadCount: await unreadOf(userId) }
      nsp
        .to(modernRoom(userId))
        .except(from.socketId ?? [])
        .emit('notification:read', news)
      return news
    },
  }
}
