import type { LooseSentEvent, SentArgs, SentEvent } from '@monhub/realtime-react/core'
import { useCallback } from 'react'
import { useClient } from './context'

/** Gives `false` where there was no connection: nothing was sent, and nothing will be. */
export type Emit<Args extends unknown[]> = (...args: Args) => boolean

/**
 * Gives a function that sends an event without waiting for an answer, the same for a connection.
 * For what is worthless later, such as the position of a cursor: it is dropped while there is no
 * connection. What must arrive is a request, see `useRequest`.
 */
export function useEmit<Event extends SentEvent>(event: Event): Emit<SentArgs<Event>>
export function useEmit(event: LooseSentEvent): Emit<[payload?: unknown]>
export function useEmit(event: string): Emit<never[]> {
  const client = useClient('useEmit')
  return useCallback(
    (...args: unknown[]) => {
      const isConnected = client !== null && client.socket.connected
      // Its events are known to the app alone.
      if (isConnected) (client.socket.emit as (...all: unknown[]) => void)(event, ...args)
      return isConnected
    },
    [client, event],
  )
}
