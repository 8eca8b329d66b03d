import type { ErrorCode, WireError } from '@monhub/realtime-protocol'

/** What every function of this package rejects with: a stable code and a sentence with the fix. */
export interface RealtimeError extends Error {
  readonly code: ErrorCode
  readonly retryAfterMs?: number
}

/** Makes the error that handlers, hooks and options may throw to answer with a code of their choice. */
export function realtimeError(
  code: ErrorCode,
  message: string,
  extra: { cause?: unknown; retryAfterMs?: number } = {},
): RealtimeError {
  const error = new Error(message, { cause: extra.cause })
  error.name = 'RealtimeError'
  const { retryAfterMs } = extra
  return Object.assign(error, { code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) })
}

/** Tells by name and code, so it also holds across two copies of the package. */
export const isRealtimeError = (error: unknown): error is RealtimeError =>
  error instanceof Error && error.name === 'RealtimeError' && 'code' in error

/** What a client may know of an error: ours whole, anything else as `INTERNAL` without its text. */
export function toWireError(error: unknown): WireError {
  if (!isRealtimeError(error)) {
    return { code: 'INTERNAL', message: 'Something failed on the server; its log has the details.' }
  }
  const { code, message, retryAfterMs } = error
  return { code, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}
