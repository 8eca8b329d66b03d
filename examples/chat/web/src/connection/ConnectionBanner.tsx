import { useConnection } from '@monhub/realtime-react'
import { useEffect } from 'react'
import { useAccount } from '../session/useAccount'
import { Icon } from '../ui/Icon'
import { Attempts } from './Attempts'

export function ConnectionBanner() {
  const { status, isLost, error, reconnectNow } = useConnection()
  const { refresh } = useAccount()
  const isRefused = status === 'unauthorized' || status === 'refused'
  const isOffline = status === 'offline'

  // Somebody may have signed out in another tab, or in as somebody else.
  useEffect(() => {
    if (isRefused) void refresh()
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each refusal
  }, [isRefused])

  if (!isRefused && !isOffline && !isLost) return null
  return (
    <div className="banner">
      <Icon name="alert" />
      <p>
        {isRefused && (error?.message ?? 'The server does not let us in.')}
        {isOffline && 'You are offline. What you write is sent once you are back.'}
        {!isRefused && !isOffline && (
          <>
            <span>The server cannot be reached. What you write is sent once it is back.</span>{' '}
            <Attempts />
          </>
        )}
      </p>
      <button onClick={isRefused ? () => void refresh() : reconnectNow}>
        {isRefused ? 'Sign in again' : 'Try now'}
      </button>
    </div>
  )
}
