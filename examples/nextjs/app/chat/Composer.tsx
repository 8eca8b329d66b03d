'use client'
import { useChat } from '@monhub/realtime-react'

/** Reads nothing of the conversation, so messages do not render it. */
export function Composer({ peerId }: { peerId: string }) {
  const { send, setTyping } = useChat(peerId)

  function submit(form: FormData) {
    const text = form.get('text')
    // Not awaited: the message stands in the list at once, and says how it fares.
    if (typeof text === 'string' && text.trim() !== '') void send(text)
  }

  return (
    <form className="composer" action={submit}>
      <input
        name="text"
        aria-label="Message"
        placeholder="Write a message"
        autoComplete="off"
        onChange={({ target }) => setTyping(target.value !== '')}
        onBlur={() => setTyping(false)}
      />
      <button>Send</button>
    </form>
  )
}
