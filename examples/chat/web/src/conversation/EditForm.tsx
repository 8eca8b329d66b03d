import { useChat, type ChatMessage, type Peer } from '@monhub/realtime-react'
import { useState, type KeyboardEvent } from 'react'
import { Icon } from '../ui/Icon'
import { useAttempt } from '../ui/useAttempt'
import { MessageForm } from './MessageForm'

interface EditFormProps {
  peer: Peer
  message: ChatMessage
  onClose: () => void
}

/** In the place of the composer, whose draft is still there afterwards. */
export function EditForm({ peer, message, onClose }: EditFormProps) {
  const { edit } = useChat(peer)
  const attempt = useAttempt()
  const [text, setText] = useState(message.text)

  const save = () => {
    const next = text.trim()
    if (next !== message.text) void attempt('The message was not changed', edit(message._id, next))
    onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose()
  }

  return (
    <div className="editing">
      <div className="editing-bar">
        <Icon name="pencil" />
        <p className="ellipsis">
          <strong>Editing</strong> {message.text}
        </p>
        <button className="icon-button" aria-label="Cancel editing" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <MessageForm
        label="Edit message"
        text={text}
        submit={{ icon: 'tick', label: 'Save' }}
        autoFocus
        onChange={setText}
        onSubmit={save}
        onKeyDown={onKeyDown}
      />
    </div>
  )
}
