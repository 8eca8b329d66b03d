import {
  createUsersOnline,
  type HeardArgs,
  type HeardEvent,
  type LooseHeardEvent,
} from '@monhub/realtime-react/core'
import { useEffect } from 'react'
import { useClient } from './context'
import { useLatest } from './useLatest'

/**
 * Listens to an event for as long as the component is mounted. The latest callback is called, so
 * `deps` is accepted and not needed. `socket.off(event)` elsewhere does not remove it. Data is
 * typed by the protocol and by the contract in `Register`, other events by `T`.
 */
export function useSocketListener<Event extends HeardEvent>(
  event: Event,
  callback: (...args: HeardArgs<Event>) => void,
  deps?: readonly unknown[],
): void
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the reference's signature
export function useSocketListener<T = unknown>(
  event: LooseHeardEvent,
  callback: (data: T) => void,
  deps?: readonly unknown[],
): void
export function useSocketListener(event: string, callback: (...args: never[]) => void): void {
  const client = useClient('useSocketListener')
  const latest = useLatest(callback)
  useEffect(() => {
    if (!client) return
    client.feature(createUsersOnline)
    return client.socketListeners.on(event, (...args: never[]) => latest.current(...args))
  }, [client, event, latest])
}
