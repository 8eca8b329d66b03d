import { useUnreadCount } from '@monhub/realtime-react'
import { Badge, countLabel } from '../ui/Badge'
import { Icon } from '../ui/Icon'
import { Inbox } from './Inbox'

export function NotificationBell() {
  const { notifications } = useUnreadCount()

  return (
    <>
      <button
        className="icon-button bell"
        popoverTarget="inbox"
        aria-label={`Notifications, ${countLabel(notifications)} unread`}
      >
        <Icon name="bell" />
        <Badge count={notifications} />
      </button>
      <Inbox />
    </>
  )
}
