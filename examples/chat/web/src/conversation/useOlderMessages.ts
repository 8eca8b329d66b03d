import { useChat, type Peer } from '@monhub/realtime-react'
import { useEffect } from 'react'

/** Loads the page before while the top of the log is in view. */
export function useOlderMessages(peer: Peer, isAtTop: boolean | undefined) {
  const { status, hasMore, loadMore } = useChat(peer)
  const oldest = useChat(peer, { select: ({ messages }) => messages[0]?.clientId })

  useEffect(() => {
    if (isAtTop && hasMore && status === 'ready') void loadMore()
  }, [isAtTop, hasMore, status, oldest, loadMore])
}
