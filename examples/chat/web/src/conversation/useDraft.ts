import { useState } from 'react'

/** What was written and not sent, kept for this tab across conversations and reloads. */
export function useDraft(peerId: string) {
  const key = `draft:${peerId}`
  const [draft, setDraft] = useState(() => sessionStorage.getItem(key) ?? '')

  const keep = (text: string) => {
    setDraft(text)
    sessionStorage.setItem(key, text)
  }

  return [draft, keep] as const
}
