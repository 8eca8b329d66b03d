import type { Identity } from './options'
import { LEGACY, modernRoom, userRoom } from './rooms'
import type { SocketManagerAPI } from './createSocketManager'
import type { RealtimeSocket } from './types'

/** One connection and who it belongs to. */
export interface Session {
  readonly socket: RealtimeSocket
  readonly version: 1 | 2
  /** `null` until a v1 client in trust mode has said who it is. */
  userId: string | null
}

export interface Sessions {
  open: (socket: RealtimeSocket, version: 1 | 2, identity: Identity | null) => Session
  /** Makes the connection this user's; it leaves the user it belonged to before. */
  identify: (session: Session, userId: string) => void
  close: (session: Session) => void
}

/** The longest delay a Node timer takes. */
const MAX_TIMER_MS = 2 ** 31 - 1

export function createSessions(
  manager: SocketManagerAPI,
  /** Called when a connection stops being a user's, by going away or by becoming another's. */
  onLeft: (socketId: string) => void,
): Sessions {
  const expiries = new Map<Session, NodeJS.Timeout>()

  const identify: Sessions['identify'] = (session, userId) => {
    const { socket, version } = session
    if (session.userId === userId) return
    if (session.userId !== null) {
      void socket.leave(userRoom(session.userId))
      void socket.leave(modernRoom(session.userId))
      onLeft(socket.id)
    }
    session.userId = userId
    socket.data.userId = userId
    void socket.join(version === 2 ? [userRoom(userId), modernRoom(userId)] : [userRoom(userId)])
    manager.addUser(userId, socket.id)
  }

  return {
    identify,
    open: (socket, version, identity) => {
      const session: Session = { socket, version, userId: null }
      if (version === 1) void socket.join(LEGACY)
      if (identity) identify(session, identity.userId)
      if (identity?.expiresAt !== undefined) {
        // Closing the transport, unlike disconnecting, lets the client come back with a new session.
        const timer = setTimeout(() => socket.conn.close(), remainingMs(identity.expiresAt))
        expiries.set(session, timer)
      }
      return session
    },
    close: (session) => {
      clearTimeout(expiries.get(session))
      expiries.delete(session)
      manager.removeSocket(session.socket.id)
      onLeft(session.socket.id)
    },
  }
}

const remainingMs = (expiresAt: Date | number) =>
  Math.min(Math.max(0, Number(expiresAt) - Date.now()), MAX_TIMER_MS)
