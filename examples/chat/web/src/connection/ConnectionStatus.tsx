import { useConnection } from '@monhub/realtime-react'

const LABELS = {
  idle: 'Not connected',
  connecting: 'Connecting',
  connected: 'Connected',
  reconnecting: 'Connection lost',
  offline: 'Offline',
  unauthorized: 'Signed out',
  refused: 'Connection refused',
} as const

/** Says changes of the connection to everybody; the banner adds what one can do about them. */
export function ConnectionStatus() {
  const { status, isCatchingUp } = useConnection()

  return (
    <div role="status" aria-label="Connection" className="connection" data-status={status}>
      <span className="collapsible">{isCatchingUp ? 'Catching up' : LABELS[status]}</span>
    </div>
  )
}
