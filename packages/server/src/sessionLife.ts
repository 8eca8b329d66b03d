import type { SessionRefreshResult } from '@monhub/realtime-protocol'
import { realtimeError } from './errors'
import type { Identity, ResolvedOptions } from './options'
import type { Session } from './sessions'

/** When sessions end by themselves, and how clients keep them from it. */
export interface SessionLife {
  /** The session ends at this time, instead of the one set before; `undefined` is never. */
  endsAt: (session: Session, time: Identity['expiresAt']) => void
  /** Takes newer credentials; rejects when they are not the same user's, and changes nothing then. */
  refresh: (session: Session, auth: Record<string, unknown>) => Promise<SessionRefreshResult>
  /** The connection is gone. */
  forget: (session: Session) => void
}

interface SessionLifeParts {
  options: ResolvedOptions['session']
  /** Asks `authenticate` again; `undefined` in trust mode. */
  authenticate: ((session: Session, auth: Record<string, unknown>) => Promise<Identity>) | undefined
  /** Called when a session is past its end and its grace. */
  expired: (session: Session) => void
  /** The session may now belong to another sign-in. */
  onRefreshed: (session: Session) => void
}

/** Between one refresh of a connection and its next. */
const PAUSE_MS = 1000
/** The longest delay a Node timer takes. */
const MAX_TIMER_MS = 2 ** 31 - 1

export function createSessionLife(parts: SessionLifeParts): SessionLife {
  const { options, authenticate, expired, onRefreshed } = parts
  const timers = new Map<Session, NodeJS.Timeout>()
  /** The end that a client was told. */
  const announced = new WeakMap<Session, number>()
  /** When a refresh may begin again, in milliseconds of `performance.now()`. */
  const nextAt = new WeakMap<Session, number>()

  const forget = (session: Session) => {
    clearTimeout(timers.get(session))
    timers.delete(session)
  }

  const at = (session: Session, time: number, run: () => void) => {
    const waitMs = Math.max(0, time - Date.now())
    const next = waitMs > MAX_TIMER_MS ? () => at(session, time, run) : run
    timers.set(session, setTimeout(next, Math.min(waitMs, MAX_TIMER_MS)))
  }

  const endsAt: SessionLife['endsAt'] = (session, time) => {
    forget(session)
    if (time === undefined) return
    const end = Number(time)
    // A version 1 client cannot refresh, so notice and grace would only prolong its session.
    if (session.version === 1) {
      at(session, end, () => expired(session))
      return
    }
    const announce = () => {
      announced.set(session, end)
      session.socket.emit('session:expiring', { expiresAt: new Date(end).toISOString() })
    }
    const announceAtEnd = () =>
      at(session, end, () => {
        announce()
        at(session, end + options.graceMs, () => expired(session))
      })
    // Credentials that did not move the end are asked for once more at the end, not all the time.
    if (end <= (announced.get(session) ?? -Infinity)) {
      announceAtEnd()
      return
    }
    const now = Date.now()
    at(session, Math.max(end - options.noticeMs, now + (end - now) / 2), () => {
      announce()
      announceAtEnd()
    })
  }

  /** `authenticate` may be dear, so a connection asks it once at a time, and not all the time. */
  const takeTurn = (session: Session) => {
    const waitMs = (nextAt.get(session) ?? 0) - performance.now()
    if (waitMs > 0) {
      const retryAfterMs = Math.ceil(Math.min(waitMs, PAUSE_MS))
      throw realtimeError(
        'RATE_LIMITED',
        'One refresh a second; wait for its answer, or for `retryAfterMs`.',
        { retryAfterMs },
      )
    }
    nextAt.set(session, Infinity)
  }

  return {
    endsAt,
    forget,
    refresh: async (session, auth) => {
      if (!authenticate) return {}
      takeTurn(session)
      try {
        const { userId, sessionId, expiresAt } = await authenticate(session, auth)
        if (userId !== session.userId) {
          throw realtimeError(
            'IDENTITY_MISMATCH',
            'These credentials belong to another user; connect anew to become another.',
          )
        }
        // The connection may have been cut meanwhile, and nothing would stop its timers then.
        if (!session.socket.connected) return {}
        session.sessionId = sessionId
        endsAt(session, expiresAt)
        onRefreshed(session)
        return expiresAt === undefined
          ? {}
          : { expiresAt: new Date(Number(expiresAt)).toISOString() }
      } finally {
        nextAt.set(session, performance.now() + PAUSE_MS)
      }
    },
  }
}
