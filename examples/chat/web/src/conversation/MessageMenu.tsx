import { useChat, type ChatMessage, type Peer } from '@monhub/realtime-react'
import { useRef, useState, type ToggleEvent } from 'react'
import { useAccount } from '../session/useAccount'
import { ConfirmDialog } from '../ui/ConfirmDialog'
import { Icon } from '../ui/Icon'
import { useAttempt } from '../ui/useAttempt'
import { keyOf } from './keyOf'
import { ReactionPalette } from './ReactionPalette'
import { useReact } from './useReact'

interface MessageMenuProps {
  peer: Peer
  /** The message it was opened for. */
  messageKey: string | undefined
  onEdit: (message: ChatMessage) => void
  onClosed: () => void
}

/** The id of the element, for the buttons that open it. */
export const MESSAGE_MENU = 'message-menu'

/** One for all messages: a native popover that CSS puts beside the button that opened it. */
export function MessageMenu({ peer, messageKey, onEdit, onClosed }: MessageMenuProps) {
  const { me } = useAccount()
  const message = useChat(peer, {
    select: ({ messages }) => messages.find((it) => keyOf(it) === messageKey),
  })
  const { remove } = useChat(peer)
  const { isMine, toggle } = useReact(peer)
  const attempt = useAttempt()
  const menu = useRef<HTMLDivElement>(null)
  const [deleting, setDeleting] = useState<string>()

  const onToggle = ({ newState }: ToggleEvent) => {
    if (newState === 'open') menu.current?.querySelector('button')?.focus()
    else onClosed()
  }
  /** Closes first: that gives the focus back, and the action may then move it on. */
  const closeAnd = (act: () => void) => {
    menu.current?.hidePopover()
    act()
  }

  return (
    <>
      <div
        ref={menu}
        id={MESSAGE_MENU}
        popover="auto"
        role="dialog"
        aria-label="Message actions"
        className="popover message-menu"
        onToggle={onToggle}
      >
        {message && (
          <ReactionPalette
            isMine={(reaction) => isMine(message, reaction)}
            onPick={(reaction) => closeAnd(() => toggle(message, reaction))}
          />
        )}
        {message?.senderId === me.id && (
          <>
            <button className="menu-item" onClick={() => closeAnd(() => onEdit(message))}>
              <Icon name="pencil" /> Edit
            </button>
            <button
              className="menu-item danger"
              onClick={() => closeAnd(() => setDeleting(message._id))}
            >
              <Icon name="trash" /> Delete
            </button>
          </>
        )}
      </div>
      {deleting !== undefined && (
        <ConfirmDialog
          title="Delete this message?"
          text="It is taken away for everybody and cannot be brought back."
          action="Delete"
          onConfirm={() => void attempt('The message was not deleted', remove(deleting))}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </>
  )
}
