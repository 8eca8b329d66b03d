import type { Peer } from '@monhub/realtime-react'
import { useState } from 'react'
import { useAccount } from '../session/useAccount'

/** What was written and not sent, kept for this tab across conversations and reloads. */
export function useDraft(peer: Peer) {
  const { me } = useAccount()
  const key = `draft ${JSON.stringify([me.id, peer])}`
  const [draft, setDraft] = useState(() => sessionStorage.getItem(key) ?? '')

  const keep = (text: string) => {
    setDraft(text)
    sessionStorage.setItem(key, text)
  }

  return [draft, keep] as const
}
