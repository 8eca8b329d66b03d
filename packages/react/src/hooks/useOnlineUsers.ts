import { constant, createPresence, type Source } from '@monhub/realtime-react/core'
import { useClient } from './context'
import { useStore } from './useStore'

const NOBODY: Source<string[]> = /* @__PURE__ */ constant([])

/** Everybody online, sorted. Costs more the more people there are: prefer `useIsOnline`. */
export function useOnlineUsers(): string[] {
  const client = useClient('useOnlineUsers')
  return useStore(client ? client.feature(createPresence).onlineUsers : NOBODY)
}
