import { isPermanent, type ErrorCode, type WireError } from '@monhub/realtime-protocol'

/** What a refused, timed out or impossible request gives. Tell it by `isRealtimeError`. */
export class RealtimeError extends Error {
  override readonly name = 'RealtimeError'
  readonly code: ErrorCode
  /** Milliseconds to wait before trying again, where the server knows. */
  readonly retryAfterMs?: number

  constructor({ code, message, retryAfterMs }: WireError) {
    super(message)
    this.code = code
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs
  }
}

/** True for errors of this package, also of another copy of it: by name and code, not `instanceof`. */
export const isRealtimeError = (error: unknown): error is RealtimeError =>
  error instanceof Error &&
  error.name === 'RealtimeError' &&
  typeof (error as { code?: unknown }).code === 'string'

export const toRealtimeError = (error: unknown): RealtimeError =>
  isRealtimeError(error)
    ? error
    : new RealtimeError({
        code: 'INTERNAL',
        message: error instanceof Error ? error.message : String(error),
      })

export const toWireError = ({ code, message, retryAfterMs }: RealtimeError): WireError => ({
  code,
  message,
  retryAfterMs,
})

export const isRetryable = (error: RealtimeError): boolean => !isPermanent(error.code)

/** What is told to somebody who is not, or no longer, in a conversation. */
export const noAccess = (conversationId: string): RealtimeError =>
  new RealtimeError({
    code: 'FORBIDDEN',
    message: `unable to read ${conversationId}; you are not a member`,
  })
