import type { HandshakePresence } from '@monhub/realtime-protocol'
import type { Socket } from 'socket.io-client'

/** Tells the server whether this page is hidden, at once: timers of a hidden page are throttled. */
export function createAway(socket: Socket, isHidden: () => boolean) {
  let told = false

  return {
    /** What the handshake says, together with what the user set. */
    handshake(own: HandshakePresence | undefined): HandshakePresence | undefined {
      told = isHidden()
      return told ? { ...own, away: true } : own
    },
    tell() {
      if (!socket.connected || told === isHidden()) return
      told = !told
      socket.emit('presence:set', { away: told })
    },
  }
}
