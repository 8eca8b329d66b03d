import type { ChatMessage } from '@monhub/realtime-react'
import { Icon, type IconName } from '../ui/Icon'

export function DeliveryMark({ message }: { message: ChatMessage }) {
  const [icon, label] = markOf(message)
  return (
    <span className="delivery" title={label}>
      <Icon name={icon} />
      <span className={message.delivery === 'failed' ? undefined : 'visually-hidden'}>{label}</span>
    </span>
  )
}

function markOf({ delivery, isRead }: ChatMessage): [IconName, string] {
  if (delivery === 'sending') return ['clock', 'Sending']
  if (delivery === 'failed') return ['alert', 'Not sent']
  return isRead ? ['doubleTick', 'Read'] : ['tick', 'Sent']
}
