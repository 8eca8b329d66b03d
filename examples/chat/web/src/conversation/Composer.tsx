import type { KeyboardEvent } from 'react'
import { MessageForm } from './MessageForm'
import { useDraft } from './useDraft'

interface ComposerProps {
  name: string
  draftKey: string
  onSend: (text: string) => void
  onTyping: (isTyping: boolean) => void
  onEditLast: () => void
}

/** Arrow up, with nothing written, edits one's last message. */
export function Composer({ name, draftKey, onSend, onTyping, onEditLast }: ComposerProps) {
  const [draft, setDraft] = useDraft(draftKey)

  const write = (text: string) => {
    setDraft(text)
    onTyping(text.trim() !== '')
  }
  const send = () => {
    onSend(draft.trim())
    setDraft('')
    onTyping(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowUp' || draft !== '') return
    event.preventDefault()
    onEditLast()
  }

  return (
    <MessageForm
      label="Message"
      placeholder={`Write to ${name}`}
      text={draft}
      submit={{ icon: 'send', label: 'Send' }}
      autoFocus={matchMedia('(pointer: fine)').matches}
      onChange={write}
      onSubmit={send}
      onKeyDown={onKeyDown}
      onBlur={() => onTyping(false)}
    />
  )
}
