import type { Notification } from '@monhub/realtime-protocol'
import { chunks } from './chunks'
import type { Client } from './client'
import { applyNew, applyNewest, applyOlder, applyRead, type Inbox, type ReadMove } from './inbox'
import { createListeners } from './listeners'
import { createLoaded, READY, type Loading } from './loaded'
import type { Source } from './store'
import { isoNow } from './timer'

export interface NotificationsState extends Inbox, Loading {}

export interface NotificationsActions {
  /** Shown at once, here and on the user's other devices. */
  markRead(ids: readonly string[] | 'all'): void
  /** Loads the next page of older ones; a failure is shown as `error`. */
  loadMore(): Promise<void>
}

export interface Notifications extends NotificationsActions {
  /** Loaded when first subscribed to, and kept up to date while it is. */
  readonly state: Source<NotificationsState>
  /** Hears of each new one once: live, or after a reconnect when it was stored meanwhile. */
  onNew(listener: (notification: Notification) => void): () => void
}

/** What there is before anything is known. */
const NO_NOTIFICATIONS: NotificationsState = {
  notifications: [],
  unreadCount: 0,
  hasMore: false,
  status: 'idle',
  error: undefined,
}

/** The notification inbox of the signed-in user. */
export function createNotifications(client: Client): Notifications {
  const listeners = createListeners((_, error) => {
    client.logger.error('[realtime] an onNew listener threw', error)
  })
  let arrived: Notification[] = []

  const { store, loader, pager } = createLoaded(client, NO_NOTIFICATIONS, load)

  const isKnown = ({ _id }: Notification) =>
    store.getState().notifications.some((known) => known._id === _id)

  async function load() {
    arrived = []
    const page = await client.request('notification:list', {})
    const inbox = store.getState()
    const missed = page.notifications.filter((item) => !item.isRead && !isKnown(item))
    store.setState({ ...arrived.reduce(applyNew, applyNewest(inbox, page)), ...READY })
    if (inbox.status === 'ready') missed.reverse().forEach(tell)
  }

  async function loadBefore(before: string) {
    const page = await client.request('notification:list', { before })
    store.setState((inbox) => applyOlder(inbox, page))
  }

  const read = (move: ReadMove) => store.setState((inbox) => applyRead(inbox, move))

  async function markRead(ids: readonly string[] | 'all') {
    const parts = ids === 'all' ? [ids] : chunks(ids, client.limits.idsPerEvent)
    if (parts.length === 0) return
    loader.touch()
    const readAt = isoNow(client.platform.clock)
    for (const part of parts) read({ ids: part, readAt })
    try {
      for (const part of parts) {
        read(await client.request('notification:read', { ids: part }))
      }
    } catch (cause) {
      client.logger.warn('[realtime] notifications could not be marked as read', cause)
      loader.reload()
    }
  }

  const tell = (notification: Notification) => listeners.emit('new', notification)

  client.on('notification:new', (notification) => {
    const isNews = !isKnown(notification)
    arrived.push(notification)
    loader.touch()
    store.setState((inbox) => applyNew(inbox, notification))
    if (isNews) tell(notification)
  })
  client.on('notification:read', (move) => {
    loader.touch()
    read(move)
  })

  return {
    state: store,
    markRead: (ids) => void markRead(ids),
    loadMore: pager(() => {
      const { hasMore, notifications } = store.getState()
      return hasMore ? notifications.at(-1)?._id : undefined
    }, loadBefore),
    onNew(listener) {
      const off = listeners.on('new', listener)
      // What was stored while the connection was away is found by loading the inbox.
      const unwatch = store.subscribe(() => {})
      return () => {
        off()
        unwatch()
      }
    },
  }
}
