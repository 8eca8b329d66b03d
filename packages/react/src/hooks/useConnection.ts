import {
  constant,
  fields,
  IDLE,
  type Client,
  type ConnectionState,
} from '@monhub/realtime-react/core'
import { useClient } from './context'
import { useTracked, type Parts } from './useTracked'

export interface UseConnectionResult extends Readonly<ConnectionState> {
  /** Ends the wait for the next attempt, or tries again after a refusal. */
  reconnectNow(): void
}

const createParts = ({
  connection,
  reconnectNow,
}: Pick<Client, 'connection' | 'reconnectNow'>): Parts<
  ConnectionState,
  { reconnectNow(): void }
> => ({
  sources: fields(connection, ['status', 'attempt', 'nextAttemptAt', 'error', 'lostAt']),
  actions: { reconnectNow },
})

const SIGNED_OUT = /* @__PURE__ */ createParts({
  connection: /* @__PURE__ */ constant(IDLE),
  reconnectNow: () => {},
})

/** The state of the connection in full, for a banner. */
export function useConnection(): UseConnectionResult {
  const client = useClient('useConnection')
  return useTracked(client ? client.feature(createParts) : SIGNED_OUT)
}
