import type { UseChatResult } from '@monhub/realtime-react'
import { useEffect } from 'react'

/** Loads the page before while the top of the log is in view. */
export function useOlderMessages(chat: UseChatResult, isAtTop: boolean | undefined) {
  const { status, hasMore, loadMore, messages } = chat
  const oldest = messages[0]?.clientId

  useEffect(() => {
    if (isAtTop && hasMore && status === 'ready') void loadMore()
  }, [isAtTop, hasMore, status, oldest, loadMore])
}
