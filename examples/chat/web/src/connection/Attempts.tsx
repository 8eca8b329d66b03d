import { useConnection } from '@monhub/realtime-react'
import { useNow } from '../ui/useNow'

/** A component of its own: nothing counts seconds while nobody reads them. */
export function Attempts() {
  const { attempt, nextAttemptAt } = useConnection()
  const nowMs = useNow(1000)
  const seconds = nextAttemptAt && Math.max(0, Math.ceil((nextAttemptAt - nowMs) / 1000))

  return (
    <span className="hint">
      {attempt > 0 && `Attempt ${attempt} failed. `}
      {seconds === undefined ? 'Trying now …' : `Next try in ${seconds} s.`}
    </span>
  )
}
