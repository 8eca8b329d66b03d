import type { Client } from './client'
import { createPresence } from './presence'

/**
 * Makes `socket.on('users:online', …)` work: while somebody listens, everybody is watched and the
 * list is told when it changes. The server sends this event to clients of version 1 only.
 */
export function createUsersOnline(client: Client): void {
  const { onlineUsers } = client.feature(createPresence)
  let stop: (() => void) | undefined

  client.socketListeners.watch('users:online', (hasListeners) => {
    stop?.()
    stop = hasListeners
      ? onlineUsers.subscribe(() =>
          client.socketListeners.emit('users:online', onlineUsers.getState()),
        )
      : undefined
  })
}
