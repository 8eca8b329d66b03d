import type { SyntheticEvent } from 'react'
import { formText } from '../ui/formText'

interface StatusTextProps {
  text: string
  onWrite: (text: string) => void
}

/** Saved with Enter, or when one goes on to something else. */
export function StatusText({ text, onWrite }: StatusTextProps) {
  const save = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    const line = formText(new FormData(event.currentTarget), 'text')
    if (line !== text) onWrite(line)
  }

  return (
    <form className="status-text" onSubmit={save} onBlur={save}>
      <label>
        <span className="hint">What are you up to?</span>
        {/* Begins anew with what was written on another device. */}
        <input key={text} name="text" defaultValue={text} maxLength={140} autoComplete="off" />
      </label>
    </form>
  )
}
