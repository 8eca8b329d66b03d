import type { KeyboardEvent } from 'react'

/** From one message's button to the next: only the newest one is reached with Tab. */
export function moveByArrows(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('.message-more')]
  const at = buttons.findIndex((button) => button === event.target)
  if (step === undefined || at < 0) return
  event.preventDefault()
  buttons[at + step]?.focus()
}
