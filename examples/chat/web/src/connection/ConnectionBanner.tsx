import { useConnection } from '@monhub/realtime-react'
import { useMe } from '../session/useMe'
import { Icon } from '../ui/Icon'
import { useCountdown } from './useCountdown'

export function ConnectionBanner() {
  const { status, isLost, attempt, nextAttemptAt, error, reconnectNow } = useConnection()
  const { refresh } = useMe()
  const seconds = useCountdown(nextAttemptAt)

  if (status === 'unauthorized' || status === 'refused') {
    return (
      <div className="banner">
        <Icon name="alert" />
        <p>{error?.message ?? 'The server does not let us in.'}</p>
        <button onClick={() => void refresh()}>Sign in again</button>
      </div>
    )
  }
  if (status === 'offline') {
    return (
      <div className="banner">
        <Icon name="alert" />
        <p>You are offline. What you write is sent once you are back.</p>
        <button onClick={reconnectNow}>Try now</button>
      </div>
    )
  }
  if (!isLost) return null

  return (
    <div className="banner">
      <Icon name="alert" />
      <p>
        <span>The server cannot be reached. What you write is sent once it is back.</span>{' '}
        <span className="hint">
          {attempt > 0 && `Attempt ${attempt} failed. `}
          {seconds === undefined ? 'Trying now …' : `Next try in ${seconds} s.`}
        </span>
      </p>
      <button onClick={reconnectNow}>Try now</button>
    </div>
  )
}
