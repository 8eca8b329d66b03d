import type { ChatMessage } from '@monhub/realtime-react'
import { clockTime } from '../ui/times'
import { DeliveryMark } from './DeliveryMark'
import { failureReason } from './failureReason'

interface MessageItemProps {
  message: ChatMessage
  isMine: boolean
  onRetry: (clientId: string) => void
  onDiscard: (clientId: string) => void
}

export function MessageItem({ message, isMine, onRetry, onDiscard }: MessageItemProps) {
  const { text, createdAt, delivery, clientId, error } = message

  return (
    <li className="message" data-delivery={delivery}>
      <div className="bubble">
        <p>{text}</p>
        <span className="message-meta">
          <time dateTime={createdAt}>{clockTime(createdAt)}</time>
          {isMine && <DeliveryMark message={message} />}
        </span>
      </div>
      {delivery === 'failed' && (
        <div className="message-actions">
          {error && <span>{failureReason(error)}</span>}
          <button onClick={() => onRetry(clientId)}>Retry</button>
          <button onClick={() => onDiscard(clientId)}>Discard</button>
        </div>
      )}
    </li>
  )
}
