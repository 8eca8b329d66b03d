import type { UsePresenceResult } from '@monhub/realtime-react'

/** How somebody is shown, in a word. */
export type Appearance = 'online' | 'away' | 'busy' | 'offline'

/** Busy says more than away: it was chosen. */
export function appearanceOf(presence: UsePresenceResult): Appearance {
  if (!presence.isOnline) return 'offline'
  if (presence.status === 'busy') return 'busy'
  return presence.away ? 'away' : 'online'
}
