import { usePresence } from '@monhub/realtime-react'
import { LastSeen } from './LastSeen'
import { useAppearance } from './useAppearance'
import type { Person } from './usePeople'

const WORDS = { online: 'Online', away: 'Away', busy: 'Busy' } as const

/** How somebody appears, in words: "Busy · in a viewing" or "Last seen 5 min ago". */
export function PresenceLine({ person }: { person: Person }) {
  const appearance = useAppearance(person.id)
  const { text } = usePresence(person.id)

  return (
    <p className="hint ellipsis">
      {appearance === 'offline' ? (
        <LastSeen person={person} />
      ) : (
        [WORDS[appearance], text].filter(Boolean).join(' · ')
      )}
    </p>
  )
}
