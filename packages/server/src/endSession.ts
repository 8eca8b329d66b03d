import type { SessionEnded } from '@monhub/realtime-protocol'
import type { Session } from './sessions'

/**
 * Ends a connection and says why. After `SESSION_ENDED` clients stay away; any other code closes the
 * transport, after which also plain Socket.IO clients come back.
 */
export function endSession({ socket, version }: Session, ended: SessionEnded): void {
  if (version === 2) socket.emit('session:ended', ended)
  const ownsConnection = socket.nsp.name === '/'
  if (ended.code === 'SESSION_ENDED') socket.disconnect(ownsConnection)
  // Closing the connection would end what other namespaces have on it.
  else if (ownsConnection) socket.conn.close()
  else socket.disconnect()
}
