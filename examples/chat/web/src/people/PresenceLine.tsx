import { usePresence } from '@monhub/realtime-react'
import { appearanceOf } from './appearance'
import { LastSeen } from './LastSeen'
import type { Person } from './usePeople'

const WORDS = { online: 'Online', away: 'Away', busy: 'Busy' } as const

/** How somebody appears, in words: "Busy · in a viewing" or "Last seen 5 min ago". */
export function PresenceLine({ person }: { person: Person }) {
  const presence = usePresence(person.id)
  const appearance = appearanceOf(presence)

  return (
    <p className="hint ellipsis">
      {appearance === 'offline' ? (
        <LastSeen person={person} />
      ) : (
        [WORDS[appearance], presence.text].filter(Boolean).join(' · ')
      )}
    </p>
  )
}
