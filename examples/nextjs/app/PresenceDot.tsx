'use client'
import { useConnection, useIsOnline } from '@monhub/realtime-react'

interface PresenceDotProps {
  userId: string
  /** What the server knew when it rendered the page: shown until there is a connection. */
  wasOnline: boolean
}

export function PresenceDot({ userId, wasOnline }: PresenceDotProps) {
  const isOnline = useIsOnline(userId)
  const isConnected = useConnection(({ status }) => status === 'connected')
  const shown = isConnected ? isOnline : wasOnline
  return <span className={shown ? 'dot online' : 'dot'}>{shown ? 'online' : 'offline'}</span>
}
