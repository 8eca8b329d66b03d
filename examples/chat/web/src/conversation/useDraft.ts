import { useState } from 'react'

/** What was written and not sent, kept for this tab across conversations and reloads. */
export function useDraft(conversation: string) {
  const key = `draft:${conversation}`
  const [draft, setDraft] = useState(() => sessionStorage.getItem(key) ?? '')

  const keep = (text: string) => {
    setDraft(text)
    sessionStorage.setItem(key, text)
  }

  return [draft, keep] as const
}
