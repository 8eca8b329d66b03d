import {
  constant,
  constants,
  createPresence,
  createUsersOnline,
  select,
  type Client,
  type ConnectionStatus,
  type RealtimeSocket,
} from '@monhub/realtime-react/core'
import { useClient } from './context'
import { useTracked, type Parts } from './useTracked'

export interface UseSocketResult {
  /** Stable for a connection; `null` on the server, while loading and signed out. */
  readonly socket: RealtimeSocket | null
  /** Everybody online, sorted. Reading it asks the server for everybody: prefer `useIsOnline`. */
  readonly onlineUsers: string[]
  readonly isConnected: boolean
  readonly status: ConnectionStatus
}

const NO_ACTIONS = {}

const SIGNED_OUT: Parts<UseSocketResult, object> = {
  sources: /* @__PURE__ */ constants<UseSocketResult>({
    socket: null,
    onlineUsers: [],
    isConnected: false,
    status: 'idle',
  }),
  actions: NO_ACTIONS,
}

function createParts(client: Client): Parts<UseSocketResult, object> {
  client.feature(createUsersOnline)
  const status = select(client.connection, (state) => state.status)
  return {
    sources: {
      socket: constant(client.socket),
      onlineUsers: client.feature(createPresence).onlineUsers,
      isConnected: select(status, (value) => value === 'connected'),
      status,
    },
    actions: NO_ACTIONS,
  }
}

/** The connection. A component renders again only for what it reads of the result. */
export function useSocket(): UseSocketResult {
  const client = useClient('useSocket')
  return useTracked(client ? client.feature(createParts) : SIGNED_OUT)
}
