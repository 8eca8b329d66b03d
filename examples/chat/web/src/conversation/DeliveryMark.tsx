import type { ChatMessage } from '@monhub/realtime-react'
import { Icon, type IconName } from '../ui/Icon'

interface Mark {
  icon: IconName
  label: string
  /** Said in words, and not only by the icon. */
  isLoud?: boolean
}

export function DeliveryMark({ message }: { message: ChatMessage }) {
  const { icon, label, isLoud } = markOf(message)
  return (
    <span className="delivery" title={label}>
      <Icon name={icon} />
      <span className={isLoud ? undefined : 'visually-hidden'}>{label}</span>
    </span>
  )
}

function markOf({ delivery, isRead, seenBy }: ChatMessage): Mark {
  if (delivery === 'queued') return { icon: 'clock', label: 'Waiting for connection', isLoud: true }
  if (delivery === 'sending') return { icon: 'clock', label: 'Sending' }
  if (delivery === 'failed') return { icon: 'alert', label: 'Not sent', isLoud: true }
  // In a group "read" would be by whom? That is what "seen by" says.
  return isRead && !seenBy ? { icon: 'doubleTick', label: 'Read' } : { icon: 'tick', label: 'Sent' }
}
