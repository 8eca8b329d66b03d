import { usePresence } from '@monhub/realtime-react'

/** How somebody is shown, in a word. */
export type Appearance = 'online' | 'away' | 'busy' | 'offline'

/** Busy says more than away: it was chosen. */
export function useAppearance(userId: string): Appearance {
  const { isOnline, status, away } = usePresence(userId)
  if (!isOnline) return 'offline'
  if (status === 'busy') return 'busy'
  return away ? 'away' : 'online'
}
