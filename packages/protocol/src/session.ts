import type { ErrorCode } from './errors'
import type { AnnouncedLimits } from './limits'
import type { HandshakePresence } from './presence'

/** What a v2 client sends as `handshake.auth.rt`. */
export interface HandshakeInfo {
  v: 2
  /** Who the client thinks it is: believed in trust mode only, otherwise it must match. */
  userId?: string
  presence?: HandshakePresence
}

export interface ServerHello {
  v: 2
  userId: string
  limits: AnnouncedLimits
  /** The server's clock. */
  time: string
}

/** The server is about to end this session for good; the client must not reconnect by itself. */
export interface SessionEnded {
  code: Extract<ErrorCode, 'SESSION_ENDED'>
  reason: string
}
