import { jsonBytes, LIMITS } from '@monhub/realtime-protocol'
import { realtimeError } from '../errors'

/** Throws what an event is refused with that the wire does not carry. */
export function assertSize(input: unknown): void {
  const bytes = jsonBytes(input, LIMITS.eventBytes)
  if (bytes === undefined) {
    throw realtimeError(
      'BAD_PAYLOAD',
      `Binary data and nesting deeper than ${LIMITS.depth} are not carried; send files by URL.`,
    )
  }
  if (bytes > LIMITS.eventBytes) {
    throw realtimeError(
      'PAYLOAD_TOO_LARGE',
      `An event may have ${LIMITS.eventBytes} bytes; send large content by URL.`,
    )
  }
}
