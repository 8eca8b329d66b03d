import type { ErrorCode, WireError } from '@monhub/realtime-react'

const REASONS: Partial<Record<ErrorCode, string>> = {
  BAD_PAYLOAD: 'This text cannot be sent. Is it too long?',
  PAYLOAD_TOO_LARGE: 'This text is too long.',
  FORBIDDEN: 'You may not do this here.',
  NOT_FOUND: 'It is no longer there.',
  DISCONNECTED: 'There is no connection.',
  OUTBOX_FULL: 'Too many messages wait to be sent.',
  TIMEOUT: 'The server did not answer in time.',
}

/** Error messages speak to developers; codes are stable, and for these there are words. */
export const failureReason = ({ code }: WireError): string =>
  REASONS[code] ?? 'Something went wrong.'
