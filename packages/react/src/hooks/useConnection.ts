import {
  constants,
  createCatchUp,
  createLost,
  fields,
  type Client,
  type ConnectionState,
} from '@monhub/realtime-react/core'
import { useClient } from './context'
import { useSelected, type Selector } from './useSelected'
import type { Parts } from './useTracked'

interface Fields extends Readonly<ConnectionState> {
  /** There has been no connection for 5 s: time for a banner. Shorter losses need none. */
  readonly isLost: boolean
  /** Connected again, and what was missed is still being fetched. */
  readonly isCatchingUp: boolean
}
interface Actions {
  /** Ends the wait for the next attempt, or tries again after a refusal. */
  reconnectNow(): void
}

export interface UseConnectionResult extends Fields, Actions {}

/**
 * The state of the connection in full, for a banner. A component renders again only for what it
 * reads of the result, or for what `select` takes of it.
 */
export function useConnection<Part>(
  select: (connection: UseConnectionResult) => Part,
  isEqual?: Selector<UseConnectionResult, Part>['isEqual'],
): Part
// The last, which is what `ReturnType` takes.
export function useConnection(): UseConnectionResult
export function useConnection(
  select?: (connection: UseConnectionResult) => unknown,
  isEqual?: (one: unknown, other: unknown) => boolean,
): unknown {
  const client = useClient('useConnection')
  return useSelected(client ? client.feature(createParts) : SIGNED_OUT, { select, isEqual })
}

const createParts = (client: Client): Parts<Fields, Actions> => ({
  sources: {
    ...fields(client.connection, ['status', 'attempt', 'nextAttemptAt', 'error', 'lostAt']),
    isLost: client.feature(createLost),
    isCatchingUp: client.feature(createCatchUp).isCatchingUp,
  },
  actions: { reconnectNow: client.reconnectNow },
})

const SIGNED_OUT: Parts<Fields, Actions> = {
  sources: /* @__PURE__ */ constants<Fields>({
    status: 'idle',
    attempt: 0,
    nextAttemptAt: undefined,
    error: undefined,
    lostAt: undefined,
    isLost: false,
    isCatchingUp: false,
  }),
  actions: { reconnectNow: () => {} },
}
