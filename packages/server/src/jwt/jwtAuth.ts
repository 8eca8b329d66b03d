import { realtimeError, type Handshake, type Identity } from '@monhub/realtime-server'
import createDebug from 'debug'
import { createVerify } from './createVerify'
import type { JwtAuthOptions, JwtClaims } from './options'

/** Why a token was refused: clients are not told, and a token is never printed. */
const print = createDebug('monhub:jwt')

/**
 * Makes the `authenticate` of `createSocketService` for apps that sign their users in with JSON Web
 * Tokens. A token must have an end (`exp`). Whoever shows none or a wrong one is refused
 * (`UNAUTHENTICATED`); why is printed under `DEBUG=monhub:jwt`. One that is over gets
 * `SESSION_EXPIRED`, and keys that cannot be fetched are an outage, after which clients try again.
 * @throws TypeError for a configuration that would believe forged tokens.
 */
export function jwtAuth(
  options: JwtAuthOptions,
): (handshake: Handshake) => Promise<Identity | null> {
  const verify = createVerify(options)
  const { token = tokenOf, identity = bySubject } = options

  return async (handshake) => {
    const text = token(handshake)
    if (typeof text !== 'string' || text === '') return refused('no token')
    const verdict = await verify(text)
    if ('expired' in verdict) {
      throw realtimeError('SESSION_EXPIRED', 'The token is over; get a newer one and connect.')
    }
    if ('refused' in verdict) return refused(verdict.refused)
    const { claims } = verdict
    const who = await identity(claims, handshake)
    if (!who) return refused('nobody to `identity`; without that option, no `sub` that is text')
    return {
      ...who,
      sessionId: who.sessionId ?? asText(claims.sid) ?? asText(claims.jti),
      // An end that the app forgets must not make a session of an hour an endless one.
      expiresAt: who.expiresAt ?? claims.exp * 1000,
    }
  }
}

function refused(reason: string): null {
  print('refused: %j', reason)
  return null
}

/** Never of the query, which stands in the logs of servers and proxies. */
const tokenOf = ({ auth }: Handshake) => asText(auth.token)

const bySubject = ({ sub }: JwtClaims): Identity | null =>
  asText(sub) === undefined ? null : { userId: String(sub) }

const asText = (value: unknown) => (typeof value === 'string' ? value : undefined)
