import { useEffect } from 'react'
import { io, WebSocket } from 'socket.io-client'
import { authOf } from '../shared/identity'

interface Diff {
  joined?: Record<string, object>
  left?: string[]
}

/** A bare client of our server, which hears the frames that ours hears. */
const connect = (url: string) =>
  io(url, { transports: [WebSocket], forceNew: true, auth: authOf('bare') })

/** Returns what ends the connection. */
export function onFlip(url: string, flip: (id: string, isOnline: boolean) => void) {
  const socket = connect(url)
  socket.on('presence:diff', ({ joined = {}, left = [] }: Diff) => {
    for (const id of left) flip(id, false)
    for (const id of Object.keys(joined)) flip(id, true)
  })
  return () => void socket.disconnect()
}

export function BareJob({ url, onEvent }: { url: string; onEvent: (state: string) => void }) {
  useEffect(() => {
    const socket = connect(url)
    socket.on('job', onEvent)
    return () => void socket.disconnect()
  }, [url, onEvent])
  return null
}
