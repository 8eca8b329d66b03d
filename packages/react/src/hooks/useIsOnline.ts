import { constant, createPresence } from '@monhub/realtime-react/core'
import { useMemo } from 'react'
import { useClient } from './context'
import { useStore } from './useStore'

const OFFLINE = /* @__PURE__ */ constant(false)

/** Whether somebody is online. Only this person is watched, and only their coming and going renders. */
export function useIsOnline(userId: string | null | undefined): boolean {
  const client = useClient('useIsOnline')
  const source = useMemo(
    () => (client && userId ? client.feature(createPresence).isOnline(userId) : OFFLINE),
    [client, userId],
  )
  return useStore(source)
}
