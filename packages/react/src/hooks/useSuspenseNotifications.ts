import { createNotifications } from '@monhub/realtime-react/core'
import { suspendUntilLoaded, useSuspendedClient } from './suspense'
import {
  useNotifications,
  type UseNotificationsOptions,
  type UseNotificationsResult,
} from './useNotifications'

/** `useNotifications` for a component under `Suspense`; as `useSuspenseChat`. */
export function useSuspenseNotifications(
  options?: UseNotificationsOptions,
): UseNotificationsResult {
  const client = useSuspendedClient('useSuspenseNotifications')
  suspendUntilLoaded(client, client.feature(createNotifications).state)
  return useNotifications(options)
}
