import type { ChatMessage } from '@monhub/realtime-react'
import { memo } from 'react'
import type { Person } from '../people/usePeople'
import { Icon } from '../ui/Icon'
import { failureReason } from './failureReason'
import { isChangeable } from './isChangeable'
import { keyOf } from './keyOf'
import { MESSAGE_MENU } from './MessageMenu'
import { MessageMeta } from './MessageMeta'
import { Reactions } from './Reactions'
import { SeenBy } from './SeenBy'
import type { MessageActions } from './useMessageActions'

interface MessageItemProps {
  message: ChatMessage
  me: Person
  seenBy: string[] | undefined
  /** The one that Tab leads to; arrows lead on. */
  isFirstStop: boolean
  isMenuOpen: boolean
  onMenu: (messageKey: string) => void
  onReact: MessageActions['react']
  onRetry: (clientId: string) => void
  onDiscard: (clientId: string) => void
}

/** Remembered: in a long log, one message more does not draw all of them anew. */
export const MessageItem = memo(function MessageItem(props: MessageItemProps) {
  const { message, me, seenBy, isFirstStop, isMenuOpen, onMenu, onReact } = props
  const { text, delivery, deletedAt, clientId, error } = message

  return (
    <li className="message" data-delivery={delivery} data-deleted={deletedAt !== undefined}>
      <div className="message-line">
        <div className="bubble">
          <p>{deletedAt ? 'Message deleted' : text}</p>
          <MessageMeta message={message} isMine={message.senderId === me.id} />
        </div>
        {isChangeable(message) && (
          <button
            className="icon-button message-more"
            aria-label="Message actions"
            aria-haspopup="dialog"
            popoverTarget={MESSAGE_MENU}
            tabIndex={isFirstStop ? 0 : -1}
            data-open={isMenuOpen}
            onClick={() => onMenu(keyOf(message))}
          >
            <Icon name="more" />
          </button>
        )}
      </div>
      {message.reactions && <Reactions message={message} me={me} onReact={onReact} />}
      {delivery === 'failed' && (
        <div className="message-actions">
          {error && <span>{failureReason(error)}</span>}
          <button onClick={() => props.onRetry(clientId)}>Retry</button>
          <button onClick={() => props.onDiscard(clientId)}>Discard</button>
        </div>
      )}
      {seenBy && <SeenBy userIds={seenBy} />}
    </li>
  )
})
