import type { ErrorCode, WireError } from '@monhub/realtime-protocol'

export type ConnectionStatus =
  | 'idle'
  | 'connecting'
  | 'connected'
  /** The connection was lost, and is tried again. */
  | 'reconnecting'
  /** The browser has no network; tried again as soon as it has one. */
  | 'offline'
  /** The credentials were refused: the user has to sign in again. */
  | 'unauthorized'
  /** The server will not have this user or this client; see `error`. */
  | 'refused'

export interface ConnectionState {
  status: ConnectionStatus
  /** Attempts that failed since the connection was last up. */
  attempt: number
  /** When the next attempt starts (ms since the epoch); absent while one is under way. */
  nextAttemptAt?: number | undefined
  /** Why there is no connection. */
  error?: WireError | undefined
  /** When the connection was lost (ms since the epoch); absent before the first one. */
  lostAt?: number | undefined
}

export type ConnectionEvent =
  /** An attempt begins: the first, a scheduled one, or one asked for. */
  | { type: 'try' }
  | { type: 'opened' }
  /** An attempt failed or the connection dropped; the next attempt comes after `delayMs`. */
  | { type: 'lost'; at: number; delayMs: number; error: WireError; isOffline?: boolean }
  /** The server will not have us: trying again by ourselves is pointless. */
  | { type: 'stopped'; error: WireError }
  | { type: 'closed' }

export const IDLE: ConnectionState = /* @__PURE__ */ Object.freeze({ status: 'idle', attempt: 0 })

const UNAUTHORIZED: readonly ErrorCode[] = ['UNAUTHENTICATED', 'SESSION_EXPIRED']

const STOPPING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'UNAUTHENTICATED',
  'IDENTITY_MISMATCH',
  'SESSION_ENDED',
])

/** True for refusals that another attempt with the same identity cannot change. */
export const isStopping = (code: ErrorCode): boolean => STOPPING.has(code)

const TRYING: ReadonlySet<ConnectionStatus> = new Set<ConnectionStatus>([
  'connecting',
  'reconnecting',
  'offline',
])

/** True while an attempt is under way or waited for. */
export const isTrying = (status: ConnectionStatus): boolean => TRYING.has(status)

/**
 * The one state machine of a connection.
 *
 *            try              opened               lost
 *   idle ─────────▶ connecting ──────▶ connected ─────────▶ reconnecting ◀─┐ try, lost
 *                   ▲ try, lost│ ▲         │ ▲    opened         │  │  └────┘
 *                   └──────────┤ │         │ └───────────────────┘  │
 *                      stopped │ │ try     │ stopped        stopped │
 *                              ▼ │         ▼                        ▼
 *                           unauthorized (credentials) or refused (the other codes)
 *
 *   A lost connection is offline instead of connecting or reconnecting where the browser has no
 *   network; a try leads back to the two.
 *   closed leads from everywhere to idle; an event without an arrow changes nothing.
 */
export function transition(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  const { status, attempt, error, lostAt } = state
  const tries = isTrying(status)
  const trying =
    status !== 'offline' ? status : lostAt === undefined ? 'connecting' : 'reconnecting'
  switch (event.type) {
    case 'try':
      if (status === 'connected') return state
      if (!tries) return next('connecting', 0)
      return next(trying, attempt, { error, lostAt })
    case 'opened':
      return tries ? next('connected', 0) : state
    case 'lost': {
      const nextAttemptAt = event.at + event.delayMs
      const why = { nextAttemptAt, error: event.error }
      const offline = event.isOffline && 'offline'
      if (status === 'connected')
        return next(offline || 'reconnecting', 0, { ...why, lostAt: event.at })
      return tries ? next(offline || trying, attempt + 1, { ...why, lostAt }) : state
    }
    case 'stopped': {
      if (!tries && status !== 'connected') return state
      const isUnauthorized = UNAUTHORIZED.includes(event.error.code)
      return next(isUnauthorized ? 'unauthorized' : 'refused', 0, { error: event.error })
    }
    case 'closed':
      return next('idle', 0)
  }
}

// Every field is named, so that merging the new state into a store leaves nothing of the old one.
const next = (
  status: ConnectionStatus,
  attempt: number,
  rest: Pick<ConnectionState, 'nextAttemptAt' | 'error' | 'lostAt'> = {},
): ConnectionState => ({
  status,
  attempt,
  nextAttemptAt: rest.nextAttemptAt,
  error: rest.error,
  lostAt: rest.lostAt,
})
