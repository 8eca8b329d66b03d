import type { FocusEvent, KeyboardEvent } from 'react'
import { Icon, type IconName } from '../ui/Icon'

interface MessageFormProps {
  label: string
  placeholder?: string
  text: string
  submit: { icon: IconName; label: string }
  autoFocus: boolean
  onChange: (text: string) => void
  /** Never called while there is nothing but spaces. */
  onSubmit: () => void
  onKeyDown: (event: KeyboardEvent) => void
  onBlur?: () => void
}

/** Enter submits, Shift+Enter starts a line. */
export function MessageForm(props: MessageFormProps) {
  const { label, placeholder, text, submit, autoFocus, onChange, onSubmit, onBlur } = props
  const isEmpty = text.trim() === ''

  const submitText = () => {
    if (!isEmpty) onSubmit()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    props.onKeyDown(event)
    // An input method uses Enter to choose a word.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    submitText()
  }
  const toEnd = ({ currentTarget: box }: FocusEvent<HTMLTextAreaElement>) =>
    box.setSelectionRange(box.value.length, box.value.length)

  return (
    <form className="composer" action={submitText}>
      <textarea
        aria-label={label}
        placeholder={placeholder}
        rows={1}
        maxLength={8000}
        autoFocus={autoFocus}
        value={text}
        onFocus={toEnd}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
      />
      <button className="primary send" disabled={isEmpty}>
        <Icon name={submit.icon} />
        <span className="collapsible">{submit.label}</span>
      </button>
    </form>
  )
}
