import {
  constant,
  createLastSeen,
  createPresence,
  select,
  type Client,
} from '@monhub/realtime-react/core'
import { useMemo } from 'react'
import { useClient } from './context'
import { useTracked, type Parts } from './useTracked'

export interface UsePresenceResult {
  readonly isOnline: boolean
  /** A word of the app's choice, such as `busy`. */
  readonly status?: string | undefined
  /** A line the user wrote. */
  readonly text?: string | undefined
  /** True while no tab of theirs is visible, on any device. */
  readonly away?: boolean | undefined
  /** When they were last online (ISO), while they are offline. Reading it may ask the server. */
  readonly lastSeenAt?: string | undefined
}

/** How somebody appears. Only this person is watched, and only what is read of it renders. */
export function usePresence(userId: string | null | undefined): UsePresenceResult {
  const client = useClient('usePresence')
  const parts = useMemo(
    () => (client && userId ? createParts(client, userId) : SIGNED_OUT),
    [client, userId],
  )
  return useTracked(parts)
}

function createParts(client: Client, userId: string): Parts<UsePresenceResult, object> {
  const known = client.feature(createPresence).of(userId)
  return {
    sources: {
      isOnline: select(known, Boolean),
      status: select(known, (meta) => meta?.status),
      text: select(known, (meta) => meta?.text),
      away: select(known, (meta) => meta?.away),
      lastSeenAt: client.feature(createLastSeen).of(userId),
    },
    actions: {},
  }
}

const SIGNED_OUT: Parts<UsePresenceResult, object> = {
  sources: { isOnline: /* @__PURE__ */ constant(false) },
  actions: {},
}
