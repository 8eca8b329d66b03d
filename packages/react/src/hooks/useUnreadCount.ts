import {
  constant,
  createConversations,
  createNotifications,
  select,
  type Client,
} from '@monhub/realtime-react/core'
import { useClient } from './context'
import { useTracked, type Parts } from './useTracked'

export interface UseUnreadCountResult {
  /** Over all conversations, counted up to 100: show "99+" then. */
  readonly messages: number
  readonly notifications: number
}

/** What the badges say, the same on every device. */
export function useUnreadCount(): UseUnreadCountResult {
  const client = useClient('useUnreadCount')
  return useTracked(client ? client.feature(createParts) : SIGNED_OUT)
}

const createParts = (client: Client): Parts<UseUnreadCountResult, object> => ({
  sources: {
    messages: select(client.feature(createConversations).state, (state) => state.unreadTotal),
    notifications: select(client.feature(createNotifications).state, (state) => state.unreadCount),
  },
  actions: {},
})

const SIGNED_OUT: Parts<UseUnreadCountResult, object> = {
  sources: {
    messages: /* @__PURE__ */ constant(0),
    notifications: /* @__PURE__ */ constant(0),
  },
  actions: {},
}
