import { useNotifications } from '@monhub/realtime-react'
import { useRef } from 'react'
import { EmptyState } from '../ui/EmptyState'
import { Skeleton } from '../ui/Skeleton'
import { InboxItem } from './InboxItem'

/** A native popover: Escape and a click beside it close it, and the focus goes back to the bell. */
export function Inbox() {
  const panel = useRef<HTMLElement>(null)
  const { notifications, unreadCount, markRead, hasMore, loadMore, status } = useNotifications()

  return (
    <section ref={panel} id="inbox" popover="auto" aria-label="Inbox" className="popover inbox">
      <header className="panel-heading">
        <h2>Inbox</h2>
        {unreadCount > 0 && (
          <button className="quiet" onClick={() => markRead('all')}>
            Mark all read
          </button>
        )}
      </header>
      {status === 'loading' && <Skeleton rows={3} />}
      {status === 'ready' && notifications.length === 0 && (
        <EmptyState icon="bell" title="Nothing yet" hint="Proposals you receive are kept here." />
      )}
      <ul>
        {notifications.map((notification) => (
          <InboxItem
            key={notification._id}
            notification={notification}
            onRead={() => markRead([notification._id])}
            onLeave={() => panel.current?.hidePopover()}
          />
        ))}
      </ul>
      {hasMore && (
        <button className="quiet" onClick={() => void loadMore()}>
          Show older
        </button>
      )}
    </section>
  )
}
