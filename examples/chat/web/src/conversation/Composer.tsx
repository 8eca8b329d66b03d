import type { KeyboardEvent } from 'react'
import type { Person } from '../people/usePeople'
import { Icon } from '../ui/Icon'
import { useDraft } from './useDraft'

interface ComposerProps {
  peer: Person
  onSend: (text: string) => void
  onTyping: (isTyping: boolean) => void
}

/** Enter sends, Shift+Enter starts a line. */
export function Composer({ peer, onSend, onTyping }: ComposerProps) {
  const [draft, setDraft] = useDraft(peer.id)
  const isEmpty = draft.trim() === ''

  const write = (text: string) => {
    setDraft(text)
    onTyping(text.trim() !== '')
  }

  const send = () => {
    if (isEmpty) return
    onSend(draft.trim())
    setDraft('')
    onTyping(false)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    // An input method uses Enter to choose a word.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }

  return (
    <form className="composer" action={send}>
      <textarea
        aria-label="Message"
        placeholder={`Write to ${peer.name}`}
        rows={1}
        maxLength={8000}
        autoFocus={matchMedia('(pointer: fine)').matches}
        value={draft}
        onChange={(event) => write(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => onTyping(false)}
      />
      <button className="primary send" disabled={isEmpty}>
        <Icon name="send" />
        <span className="collapsible">Send</span>
      </button>
    </form>
  )
}
