/** A stored notification. */
export interface Notification {
  _id: string
  userId: string
  type: string
  title: string
  message: string
  data?: Record<string, unknown>
  createdAt: string
  isRead: boolean
  readAt?: string
}

export interface NotificationListRequest {
  /** The `_id` of the oldest notification of the page before. */
  before?: string
  limit?: number
}
export interface NotificationListResult {
  /** Newest first. */
  notifications: Notification[]
  /** Counted up to `LIMITS.unreadCap`. */
  unreadCount: number
  hasMore: boolean
}

export interface NotificationReadRequest {
  ids: string[] | 'all'
}
export interface NotificationReadResult {
  ids: string[] | 'all'
  readAt: string
  unreadCount: number
}
