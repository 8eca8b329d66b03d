import type { HandshakeInfo } from '@monhub/realtime-protocol'
import { RealtimeError } from './errors'
import { within, type Clock } from './timer'

/**
 * Asked before every attempt to connect, so that a token is never stale. A string becomes
 * `{ token }`. One that rejects, or takes longer than 10 s, counts as a failed attempt.
 */
export type Auth = () =>
  string | object | null | undefined | Promise<string | object | null | undefined>

const AUTH_TIMEOUT_MS = 10_000

/** The app's credentials, asked for anew; who asks meanwhile gets the same answer. */
export type AskCredentials = () => Promise<object | undefined>

export function createCredentials(clock: Clock, auth: Auth | undefined): AskCredentials {
  let asking: Promise<object | undefined> | undefined
  const ask = async () => {
    const answer = auth && (await within(clock, AUTH_TIMEOUT_MS, auth, late).catch(fail))
    return typeof answer === 'string' ? { token: answer } : (answer ?? undefined)
  }
  return () =>
    (asking ??= ask().finally(() => {
      asking = undefined
    }))
}

/**
 * What goes into `handshake.auth`: the app's own fields, and what tells the server it is v2. The
 * latter is asked when the transport is open, as late as Socket.IO can take it.
 */
export async function askHandshake(credentials: AskCredentials, describe: () => HandshakeInfo) {
  const fields = await credentials()
  return (send: (auth: object) => void) => send({ ...fields, rt: describe() })
}

const late = () => new Error('no answer within 10 s')

function fail(error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error)
  throw new RealtimeError({
    code: 'AUTHENTICATION_FAILED',
    message: `unable to connect; the auth callback failed: ${reason}`,
  })
}
