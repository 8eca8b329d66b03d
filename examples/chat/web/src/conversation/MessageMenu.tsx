import type { ChatMessage } from '@monhub/realtime-react'
import { useRef, useState, type ToggleEvent } from 'react'
import type { Person } from '../people/usePeople'
import { ConfirmDialog } from '../ui/ConfirmDialog'
import { Icon } from '../ui/Icon'
import { ReactionPalette } from './ReactionPalette'
import type { MessageActions } from './useMessageActions'

interface MessageMenuProps {
  /** The one it was opened for. */
  message: ChatMessage | undefined
  me: Person
  actions: MessageActions
  onEdit: (message: ChatMessage) => void
  onClosed: () => void
}

/** The id of the element, for the buttons that open it. */
export const MESSAGE_MENU = 'message-menu'

/** One for all messages: a native popover that CSS puts beside the button that opened it. */
export function MessageMenu({ message, me, actions, onEdit, onClosed }: MessageMenuProps) {
  const menu = useRef<HTMLDivElement>(null)
  const [deleting, setDeleting] = useState<string>()

  const onToggle = ({ newState }: ToggleEvent) => {
    if (newState === 'open') menu.current?.querySelector('button')?.focus()
    else onClosed()
  }
  /** Closes first: that gives the focus back, and the action may then move it on. */
  const choose = (act: (chosen: ChatMessage) => void) => () => {
    menu.current?.hidePopover()
    if (message) act(message)
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
            message={message}
            me={me}
            onPick={(reaction, isMine) =>
              choose(({ _id }) => actions.react(_id, reaction, isMine))()
            }
          />
        )}
        {message?.senderId === me.id && (
          <>
            <button className="menu-item" onClick={choose(onEdit)}>
              <Icon name="pencil" /> Edit
            </button>
            <button className="menu-item danger" onClick={choose(({ _id }) => setDeleting(_id))}>
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
          onConfirm={() => actions.remove(deleting)}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </>
  )
}
