'use client'
import { SocketProvider } from '@monhub/realtime-react'
import type { ReactNode } from 'react'

interface RealtimeProps {
  url?: string
  userId: string | null
  children: ReactNode
}

/** One connection for all pages. The layout renders it, so a change of page keeps it. */
export function Realtime({ url, userId, children }: RealtimeProps) {
  return (
    <SocketProvider url={url} userId={userId}>
      {children}
    </SocketProvider>
  )
}
