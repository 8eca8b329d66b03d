import { useChat, type Peer } from '@monhub/realtime-react'
import type { KeyboardEvent } from 'react'
import { flushSync } from 'react-dom'
import { MessageForm } from './MessageForm'
import { useDraft } from './useDraft'

interface ComposerProps {
  peer: Peer
  name: string
  onSent: () => void
  onEditLast: () => void
}

/** Arrow up, with nothing written, edits one's last message. */
export function Composer({ peer, name, onSent, onEditLast }: ComposerProps) {
  const { send, setTyping } = useChat(peer)
  const [draft, setDraft] = useDraft(peer)

  const write = (text: string) => {
    setDraft(text)
    setTyping(text.trim() !== '')
  }
  const submit = () => {
    // In the page before it is scrolled to.
    flushSync(() => {
      void send(draft.trim())
      setDraft('')
    })
    onSent()
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
      onSubmit={submit}
      onKeyDown={onKeyDown}
      onBlur={() => setTyping(false)}
    />
  )
}
