import type { ChatMessage, Peer } from '@monhub/realtime-react'
import { memo } from 'react'
import { Icon } from '../ui/Icon'
import { FailedActions } from './FailedActions'
import { isChangeable } from './isChangeable'
import { keyOf } from './keyOf'
import { MESSAGE_MENU } from './MessageMenu'
import { MessageMeta } from './MessageMeta'
import { Reactions } from './Reactions'
import { SeenBy } from './SeenBy'

interface MessageItemProps {
  peer: Peer
  message: ChatMessage
  isMine: boolean
  seenBy: string[] | undefined
  /** The one that Tab leads to; arrows lead on. */
  isFirstStop: boolean
  isMenuOpen: boolean
  onMenu: (messageKey: string) => void
}

/** Remembered: in a long log, one message more does not draw all of them anew. */
export const MessageItem = memo(function MessageItem(props: MessageItemProps) {
  const { peer, message, isMine, seenBy, isFirstStop, isMenuOpen, onMenu } = props
  const { text, delivery, deletedAt } = message

  return (
    <li className="message" data-delivery={delivery} data-deleted={deletedAt !== undefined}>
      <div className="message-line">
        <div className="bubble">
          <p>{deletedAt ? 'Message deleted' : text}</p>
          <MessageMeta message={message} isMine={isMine} />
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
      {message.reactions && <Reactions peer={peer} message={message} />}
      {delivery === 'failed' && <FailedActions peer={peer} message={message} />}
      {seenBy && <SeenBy userIds={seenBy} />}
    </li>
  )
})
