import type { ErrorCode } from './errors'
import type { AnnouncedLimits } from './limits'
import type { HandshakePresence, HandshakeWatch, PresenceMeta } from './presence'

/** What a v2 client sends as `handshake.auth.rt`. */
export interface HandshakeInfo {
  v: 2
  /** Who the client thinks it is: believed in trust mode only, otherwise it must match. */
  userId?: string
  presence?: HandshakePresence
  watch?: HandshakeWatch
}

export interface ServerHello {
  v: 2
  userId: string
  limits: AnnouncedLimits
  /** The server's clock. */
  time: string
  /** Answers `watch` of the handshake; missing when that has to be asked by `presence:watch`. */
  users?: Record<string, PresenceMeta>
}

/**
 * Events for this connection may have been lost between nodes: whatever is shown is to be asked for
 * again, at a random moment within so many milliseconds.
 */
export interface ServerMissed {
  withinMs: number
}

/** The session ends soon; `session:refresh` before that keeps the connection. */
export interface SessionExpiring {
  expiresAt: string
}

/** Shows the server newer credentials of the same user, without a new connection. */
export interface SessionRefreshRequest {
  /** What the client would pass as `auth` if it connected now. */
  auth: Record<string, unknown>
}
export interface SessionRefreshResult {
  /** Missing when the session does not end by itself. */
  expiresAt?: string
}

/**
 * The server is about to end this connection. After `SESSION_ENDED` the client must not come back by
 * itself; the other codes pass, some of them after `retryAfterMs`.
 */
export interface SessionEnded {
  code: Extract<
    ErrorCode,
    'SESSION_ENDED' | 'SESSION_EXPIRED' | 'RATE_LIMITED' | 'TOO_MANY_CONNECTIONS' | 'SLOW_CONSUMER'
  >
  reason: string
  retryAfterMs?: number
}
