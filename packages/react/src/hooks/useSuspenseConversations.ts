import { createConversations } from '@monhub/realtime-react/core'
import { suspendUntilLoaded, useSuspendedClient } from './suspense'
import { useConversations, type UseConversationsResult } from './useConversations'

/** `useConversations` for a component under `Suspense`; as `useSuspenseChat`. */
export function useSuspenseConversations(): UseConversationsResult {
  const client = useSuspendedClient('useSuspenseConversations')
  suspendUntilLoaded(client, client.feature(createConversations).state)
  return useConversations()
}
