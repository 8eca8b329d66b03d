import type { ChatMessage } from '@monhub/realtime-react'
import { clockTime } from '../ui/times'
import { DeliveryMark } from './DeliveryMark'

export function MessageMeta({ message, isMine }: { message: ChatMessage; isMine: boolean }) {
  const { createdAt, editedAt, deletedAt } = message

  return (
    <span className="message-meta">
      {editedAt && <span title={`Edited at ${clockTime(editedAt)}`}>edited</span>}
      <time dateTime={createdAt}>{clockTime(createdAt)}</time>
      {isMine && !deletedAt && <DeliveryMark message={message} />}
    </span>
  )
}
