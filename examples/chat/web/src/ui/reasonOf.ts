import type { ErrorCode } from '@monhub/realtime-react'
import { ApiError } from '../api'

/** Messages of these errors speak to developers; codes are stable, and for these there are words. */
const REASONS = new Map<unknown, string>([
  ['BAD_PAYLOAD', 'This text cannot be sent. Is it too long?'],
  ['PAYLOAD_TOO_LARGE', 'This text is too long.'],
  ['FORBIDDEN', 'You may not do this here.'],
  ['NOT_FOUND', 'It is no longer there.'],
  ['DISCONNECTED', 'There is no connection.'],
  ['OUTBOX_FULL', 'Too many messages wait to be sent.'],
  ['TIMEOUT', 'The server did not answer in time.'],
] satisfies [ErrorCode, string][])

/** Why something failed, in words that may be shown. */
export function reasonOf(error: unknown): string {
  if (error instanceof ApiError) return error.message
  const code = error instanceof Object && 'code' in error ? error.code : undefined
  return REASONS.get(code) ?? 'Something went wrong.'
}
