import { parseHandshakePresence, parseUserId } from '@monhub/realtime-protocol/parse'
import { realtimeError } from './errors'
import type { Handshake, Identity, ResolvedOptions } from './options'
import type { RealtimeSocket } from './types'

/**
 * Asks `authenticate`, and checks its answer like any other input.
 * @throws RealtimeError when the session is refused; TypeError when the answer is unusable.
 */
export async function askIdentity(
  authenticate: NonNullable<ResolvedOptions['authenticate']>,
  { handshake, request }: RealtimeSocket,
  auth: Record<string, unknown>,
): Promise<Identity> {
  const question: Handshake = {
    auth: { ...auth },
    headers: handshake.headers,
    query: handshake.query,
    address: handshake.address,
    request,
  }
  const identity = await authenticate(question)
  if (!identity)
    throw realtimeError('UNAUTHENTICATED', 'No valid session; sign in and connect again.')
  const parsed = parseUserId(identity.userId)
  if (!parsed.ok) throw new TypeError(`authenticate gave an unusable userId: it ${parsed.message}`)
  const presence = parseHandshakePresence(identity.presence ?? {})
  if (!presence.ok)
    throw new TypeError(`authenticate gave an unusable presence: it ${presence.message}`)
  assertAhead(identity.expiresAt)
  return { ...identity, userId: parsed.value, presence: presence.value }
}

/** 2001; whoever means later than that and is before it gave seconds. */
const EARLIEST_MS = 1e12

function assertAhead(expiresAt: Identity['expiresAt']): void {
  if (expiresAt === undefined) return
  const time = Number(expiresAt)
  if (Number.isNaN(time) || (time > 0 && time < EARLIEST_MS)) {
    throw new TypeError(
      `authenticate gave an unusable expiresAt (${String(expiresAt)}): give a Date, or milliseconds since 1970 (of a JWT: exp * 1000)`,
    )
  }
  if (time <= Date.now()) {
    throw realtimeError(
      'SESSION_EXPIRED',
      'The session is over; get newer credentials and connect.',
    )
  }
}
