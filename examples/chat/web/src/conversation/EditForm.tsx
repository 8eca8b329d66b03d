import type { ChatMessage } from '@monhub/realtime-react'
import { useState, type KeyboardEvent } from 'react'
import { Icon } from '../ui/Icon'
import { MessageForm } from './MessageForm'

interface EditFormProps {
  message: ChatMessage
  onSave: (messageId: string, text: string) => void
  onClose: () => void
}

/** In the place of the composer, whose draft is still there afterwards. */
export function EditForm({ message, onSave, onClose }: EditFormProps) {
  const [text, setText] = useState(message.text)

  const save = () => {
    if (text.trim() !== message.text) onSave(message._id, text.trim())
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
