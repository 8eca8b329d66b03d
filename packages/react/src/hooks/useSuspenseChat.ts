import { createChats, type Peer } from '@monhub/realtime-react/core'
import { suspendUntilLoaded, useSuspendedClient } from './suspense'
import { useChat, type UseChatResult } from './useChat'

/**
 * `useChat` for a component under `Suspense`: it renders once the history is there. What fails for
 * good is thrown as a `RealtimeError`, for an error boundary. On a server the fallback is rendered.
 */
export function useSuspenseChat(peer: Peer): UseChatResult {
  const client = useSuspendedClient('useSuspenseChat')
  suspendUntilLoaded(client, client.feature(createChats).open(peer).state)
  return useChat(peer)
}
