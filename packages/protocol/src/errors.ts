/**
 * Every code that can stand in an ack's `error.code`, in `connect_error.data.code` or in an error
 * the client makes itself (`TIMEOUT`, `DISCONNECTED`, `OUTBOX_FULL`). Codes are stable; messages may change.
 */
export type ErrorCode =
  | 'BAD_PAYLOAD'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNKNOWN_EVENT'
  | 'UNAUTHENTICATED'
  | 'IDENTITY_MISMATCH'
  | 'AUTHENTICATION_FAILED'
  | 'SESSION_ENDED'
  | 'SESSION_EXPIRED'
  | 'RATE_LIMITED'
  | 'TOO_MANY_CONNECTIONS'
  | 'SLOW_CONSUMER'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'WATCH_ALL_REFUSED'
  | 'STORE_UNAVAILABLE'
  | 'SERVER_CLOSING'
  | 'INTERNAL'
  | 'TIMEOUT'
  | 'DISCONNECTED'
  | 'OUTBOX_FULL'

/** What the other side is told: a stable code, and a sentence for the developer that carries the fix. */
export interface WireError {
  code: ErrorCode
  message: string
  /** Milliseconds to wait before trying again, where the server knows. */
  retryAfterMs?: number
}

const PERMANENT: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'BAD_PAYLOAD',
  'PAYLOAD_TOO_LARGE',
  'UNKNOWN_EVENT',
  'IDENTITY_MISMATCH',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'WATCH_ALL_REFUSED',
])

/** True when sending the same request again cannot succeed, so that a queue must not retry it. */
export const isPermanent = (code: ErrorCode): boolean => PERMANENT.has(code)

/** The answer to every v2 request: `ok: true` with the result's fields, or `ok: false` with an error. */
export type Ack<Result extends object = object> =
  ({ ok: true } & Result) | { ok: false; error: WireError }
