import type { Admission } from './auth'
import type { Fanout, Viewer } from './presence/fanout'
import type { LocalPresence } from './presence/local'
import type { Target } from './presence/revocations'
import { LEGACY, modernRoom, userRoom } from './rooms'
import type { RealtimeSocket } from './types'

/** One connection and who it belongs to. */
export interface Session {
  readonly socket: RealtimeSocket
  readonly version: 1 | 2
  sessionId?: string | undefined
  /** When its sign-in began to be checked, in milliseconds of `performance.now()`. */
  readonly since: number
  /** `null` until a v1 client in trust mode has said who it is. */
  userId: string | null
  /** What is told of presence; a new one for a new user. */
  viewer: Viewer
}

export interface Sessions {
  open: (socket: RealtimeSocket, admission: Admission) => Session
  /** Makes the connection this user's; it leaves the user it belonged to before. */
  identify: (session: Session, userId: string) => void
  close: (session: Session, reason: string) => void
  /** Those of a user, or of one sign-in. */
  of: (target: Target) => Session[]
}

interface SessionParts {
  local: LocalPresence
  fanout: Fanout
  socketIdsOf: (userId: string) => string[]
  /** Called when a connection stops being a user's, by going away or by becoming another's. */
  onLeft: (socketId: string) => void
}

/** Ends that somebody wanted; all others are accidents, after which people come back. */
const WANTED = new Set(['client namespace disconnect', 'server namespace disconnect'])

export function createSessions(parts: SessionParts): Sessions {
  const { local, fanout, socketIdsOf, onLeft } = parts
  const sessions = new Map<string, Session>()

  const belongTo = (session: Session, userId: string, admission?: Admission) => {
    const { socket, version } = session
    session.userId = userId
    session.viewer = { userId, tell: session.viewer.tell }
    socket.data.userId = userId
    void socket.join(version === 2 ? [userRoom(userId), modernRoom(userId)] : [userRoom(userId)])
    local.joined(
      { userId, socketId: socket.id },
      admission?.presence,
      admission?.identity?.presence,
    )
  }

  const leave = (session: Session, isAbrupt: boolean) => {
    const { socket, userId, viewer } = session
    fanout.leave(viewer)
    onLeft(socket.id)
    if (userId !== null) local.left({ userId, socketId: socket.id }, isAbrupt)
  }

  return {
    identify: (session, userId) => {
      if (session.userId === userId) return
      if (session.userId !== null) {
        void session.socket.leave(userRoom(session.userId))
        void session.socket.leave(modernRoom(session.userId))
        leave(session, false)
      }
      belongTo(session, userId)
    },
    open: (socket, admission) => {
      const { version, identity, since } = admission
      const tell: Viewer['tell'] = (diff) => socket.emit('presence:diff', diff)
      const session: Session = {
        ...{ socket, version, since, userId: null },
        sessionId: identity?.sessionId,
        viewer: { userId: '', tell },
      }
      sessions.set(socket.id, session)
      if (version === 1) void socket.join(LEGACY)
      if (identity) belongTo(session, identity.userId, admission)
      return session
    },
    close: (session, reason) => {
      sessions.delete(session.socket.id)
      leave(session, !WANTED.has(reason))
    },
    of: (target) =>
      'userId' in target
        ? socketIdsOf(target.userId).flatMap((socketId) => sessions.get(socketId) ?? [])
        : [...sessions.values()].filter(({ sessionId }) => sessionId === target.sessionId),
  }
}
