import type { Notification } from '@monhub/realtime-react'
import { linkTo } from '../shell/useRoute'
import { shortTime } from '../ui/times'

interface InboxItemProps {
  notification: Notification
  onRead: () => void
  /** The way leads out of the inbox. */
  onLeave: () => void
}

export function InboxItem({ notification, onRead, onLeave }: InboxItemProps) {
  const { title, message, createdAt, isRead, data } = notification
  const answer = () => {
    if (!isRead) onRead()
    onLeave()
  }

  return (
    <li className="inbox-item" data-unread={!isRead}>
      <p className="inbox-title">
        <strong>{title}</strong>
        <time className="hint">{shortTime(createdAt)}</time>
      </p>
      <p>{message}</p>
      <p className="inbox-actions">
        {typeof data?.fromUserId === 'string' && (
          <a href={linkTo({ page: 'chat', peerId: data.fromUserId })} onClick={answer}>
            Answer
          </a>
        )}
        {!isRead && (
          <button className="quiet" onClick={onRead}>
            Mark read
          </button>
        )}
      </p>
    </li>
  )
}
