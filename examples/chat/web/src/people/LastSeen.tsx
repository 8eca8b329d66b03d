import { usePresence } from '@monhub/realtime-react'
import { ago } from '../ui/times'
import { useNow } from '../ui/useNow'
import type { Person } from './usePeople'

const MINUTE_MS = 60_000

/** A component of its own: the server is asked only where `lastSeenAt` is read. */
export function LastSeen({ person }: { person: Person }) {
  const { lastSeenAt } = usePresence(person.id)
  const nowMs = useNow(MINUTE_MS)

  if (!lastSeenAt) return 'Offline'
  return (
    <>
      Last seen <time dateTime={lastSeenAt}>{ago(lastSeenAt, nowMs)}</time>
    </>
  )
}
