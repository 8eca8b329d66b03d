import { useChat, type Peer } from '@monhub/realtime-react'
import { useEffect, useSyncExternalStore } from 'react'

/** Marks messages read once they were really on screen: newest in view, page not in the background. */
export function useAutoRead(peer: Peer, isAtBottom: boolean | undefined) {
  const { unreadCount, markRead } = useChat(peer)
  const isVisible = useSyncExternalStore(subscribe, () => document.visibilityState === 'visible')

  useEffect(() => {
    if (isVisible && isAtBottom && unreadCount > 0) markRead()
  }, [isVisible, isAtBottom, unreadCount, markRead])
}

function subscribe(onChange: () => void) {
  document.addEventListener('visibilitychange', onChange)
  return () => document.removeEventListener('visibilitychange', onChange)
}
