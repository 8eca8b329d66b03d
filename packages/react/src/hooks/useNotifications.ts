import {
  constants,
  createNotifications,
  fields,
  type Client,
  type NotificationsActions,
  type NotificationsState,
} from '@monhub/realtime-react/core'
import type { Notification } from '@monhub/realtime-protocol'
import { useEffect } from 'react'
import { useClient } from './context'
import { useLatest } from './useLatest'
import { useTracked, type Parts } from './useTracked'

type Fields = Readonly<NotificationsState>

export interface UseNotificationsResult extends Fields, NotificationsActions {}

export interface UseNotificationsOptions {
  /** Called once for each new one: live, or after a reconnect when it was stored meanwhile. */
  onNew?: (notification: Notification) => void
}

/** The signed-in user's notification inbox, newest first, kept in step by itself. */
export function useNotifications({ onNew }: UseNotificationsOptions = {}): UseNotificationsResult {
  const client = useClient('useNotifications')
  const latest = useLatest(onNew)
  const isListening = onNew !== undefined
  useEffect(() => {
    if (!client || !isListening) return
    return client.feature(createNotifications).onNew((item) => latest.current?.(item))
  }, [client, isListening, latest])
  return useTracked(client ? client.feature(createParts) : SIGNED_OUT)
}

function createParts(client: Client): Parts<Fields, NotificationsActions> {
  const { state, markRead, loadMore } = client.feature(createNotifications)
  return {
    sources: fields(state, ['notifications', 'unreadCount', 'hasMore', 'status', 'error']),
    actions: { markRead, loadMore },
  }
}

const SIGNED_OUT: Parts<Fields, NotificationsActions> = {
  sources: /* @__PURE__ */ constants<Fields>({
    notifications: [],
    unreadCount: 0,
    hasMore: false,
    status: 'idle',
    error: undefined,
  }),
  actions: { markRead: () => {}, loadMore: () => Promise.resolve() },
}
