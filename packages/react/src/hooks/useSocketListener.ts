import { createUsersOnline } from '@monhub/realtime-react/core'
import { useEffect } from 'react'
import { useClient } from './context'
import { useLatest } from './useLatest'

/**
 * Listens to an event for as long as the component is mounted. The latest callback is called, so
 * `deps` is accepted and not needed. `socket.off(event)` elsewhere does not remove it.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the reference's signature
export function useSocketListener<T = unknown>(
  event: string,
  callback: (data: T) => void,
  _deps?: readonly unknown[],
): void {
  const client = useClient('useSocketListener')
  const latest = useLatest(callback)
  useEffect(() => {
    if (!client) return
    client.feature(createUsersOnline)
    return client.socketListeners.on(event, (...args: [T]) => latest.current(...args))
  }, [client, event, latest])
}
