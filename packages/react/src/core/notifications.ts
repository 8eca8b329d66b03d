import type { Notification, WireError } from '@monhub/realtime-protocol'
import type { LoadStatus } from './chatState'
import { chunks } from './chunks'
import type { Client } from './client'
import { toWireError } from './errors'
import { applyNew, applyNewest, applyOlder, applyRead, emptyInbox, type Inbox } from './inbox'
import { createListeners } from './listeners'
import { createLoader } from './loader'
import { createLoadMore } from './loadMore'
import { createStore, type Source } from './store'
import { isoNow } from './timer'

export interface NotificationsState extends Inbox {
  status: LoadStatus
  error: WireError | undefined
}

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

const EMPTY: NotificationsState = /* @__PURE__ */ Object.freeze({
  notifications: [],
  unreadCount: 0,
  hasMore: false,
  status: 'loading',
  error: undefined,
})

/** The notification inbox of the signed-in user. */
export function createNotifications(client: Client): Notifications {
  const listeners = createListeners((_, error) => {
    client.logger.error('[realtime] an onNew listener threw', error)
  })
  let inbox: Inbox = emptyInbox
  let isLoaded = false
  let arrived: Notification[] = []

  const store = createStore<NotificationsState>(EMPTY, (isActive) => loader.setActive(isActive))
  const loader = createLoader(client, load, (error) => {
    // What was loaded is still there to be shown.
    store.setState(({ status }) => ({
      status: status === 'ready' ? status : 'error',
      error: toWireError(error),
    }))
  })

  function show(next: Inbox) {
    inbox = next
    store.setState(inbox)
  }

  async function load() {
    arrived = []
    const page = await client.request('notification:list', {})
    const known = new Set(inbox.notifications.map(({ _id }) => _id))
    const missed = page.notifications.filter(({ _id, isRead }) => !isRead && !known.has(_id))
    show(arrived.reduce(applyNew, applyNewest(inbox, page)))
    store.setState({ status: 'ready', error: undefined })
    if (isLoaded) missed.reverse().forEach(tell)
    isLoaded = true
  }

  async function loadBefore(before: string) {
    const page = await client.request('notification:list', { before })
    show(applyOlder(inbox, page))
  }

  async function markRead(ids: readonly string[] | 'all') {
    const parts = ids === 'all' ? [ids] : chunks(ids, client.limits.idsPerEvent)
    if (parts.length === 0) return
    loader.touch()
    const readAt = isoNow(client.platform.clock)
    for (const part of parts) show(applyRead(inbox, { ids: part, readAt }))
    try {
      for (const part of parts) {
        const read = await client.request('notification:read', { ids: part })
        show(applyRead(inbox, read))
      }
    } catch (cause) {
      client.logger.warn('[realtime] notifications could not be marked as read', cause)
      loader.reload()
    }
  }

  const tell = (notification: Notification) => listeners.emit('new', notification)

  client.on('notification:new', (notification) => {
    const isNews = inbox.notifications.every(({ _id }) => _id !== notification._id)
    arrived.push(notification)
    loader.touch()
    show(applyNew(inbox, notification))
    if (isNews) tell(notification)
  })
  client.on('notification:read', (read) => {
    loader.touch()
    show(applyRead(inbox, read))
  })
  client.onWake(loader.reload)

  return {
    state: store,
    markRead: (ids) => void markRead(ids),
    loadMore: createLoadMore(store, () => {
      const before = inbox.notifications.at(-1)?._id
      return inbox.hasMore && before !== undefined ? loadBefore(before) : undefined
    }),
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
