import type {
  LooseSentEvent,
  RequestOptions,
  ResultOf,
  SentArgs,
  SentEvent,
} from '@monhub/realtime-react/core'
import { useCallback } from 'react'
import { useClient } from './context'
import { refuse } from './refuse'

export type UseRequestOptions = Pick<RequestOptions, 'timeoutMs'>

/**
 * Gives a function that sends an event and resolves with the fields of its answer, the same for a
 * connection. It rejects with a `RealtimeError`: the server's, `TIMEOUT` (10 s, or `timeoutMs`),
 * `DISCONNECTED` (at once: nothing waits for a connection), `PAYLOAD_TOO_LARGE`, or
 * `UNAUTHENTICATED` when nobody is signed in.
 */
export function useRequest<Event extends SentEvent>(
  event: Event,
  options?: UseRequestOptions,
): (...args: SentArgs<Event>) => Promise<ResultOf<Event>>
export function useRequest(
  event: LooseSentEvent,
  options?: UseRequestOptions,
): (payload?: unknown) => Promise<unknown>
export function useRequest(
  event: string,
  { timeoutMs }: UseRequestOptions = {},
): (payload?: unknown) => Promise<unknown> {
  const client = useClient('useRequest')
  return useCallback(
    (payload?: unknown) =>
      client
        ? (client.request as AnyRequest)(event, payload, { timeoutMs })
        : refuse(`send ${event}`),
    [client, event, timeoutMs],
  )
}

/** The overloads have checked what of it can be checked. */
type AnyRequest = (event: string, payload: unknown, options: RequestOptions) => Promise<unknown>
