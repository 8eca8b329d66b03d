'use client'
import { useConnection } from '@monhub/realtime-react'

export function ConnectionBanner() {
  const { status, isLost, isCatchingUp, error, reconnectNow } = useConnection()
  return (
    <div role="status" aria-label="Connection">
      {status === 'unauthorized' && <p className="banner">You were signed out. Sign in again.</p>}
      {status === 'refused' && <p className="banner">{error?.message}</p>}
      {isCatchingUp && <p className="banner">Catching up …</p>}
      {(status === 'offline' || isLost) && (
        <p className="banner">
          No connection. What you write is sent once it is back.
          <button onClick={reconnectNow}>Try now</button>
        </p>
      )}
    </div>
  )
}
