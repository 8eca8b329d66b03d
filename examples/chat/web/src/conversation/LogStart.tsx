import { useChat, type Peer } from '@monhub/realtime-react'
import { EmptyState } from '../ui/EmptyState'
import { reasonOf } from '../ui/reasonOf'
import { Skeleton } from '../ui/Skeleton'
import { Spinner } from '../ui/Spinner'

/** What stands above the oldest message that is loaded. */
export function LogStart({ peer }: { peer: Peer }) {
  const { messages, status, error, hasMore, loadMore } = useChat(peer)

  if (status === 'error') {
    return (
      <EmptyState
        icon="alert"
        title="The messages could not be loaded"
        hint={error && reasonOf(error)}
      />
    )
  }
  if (status !== 'ready') return <Skeleton rows={3} />
  if (hasMore && error) {
    return (
      <p className="log-start">
        Older messages could not be loaded.
        <button className="quiet" onClick={() => void loadMore()}>
          Try again
        </button>
      </p>
    )
  }
  if (hasMore) return <Spinner label="Loading older messages …" />
  if (messages.length === 0) {
    return <EmptyState icon="chat" title="No messages yet" hint="Say hello." />
  }
  return <p className="log-start">This is where the conversation begins.</p>
}
