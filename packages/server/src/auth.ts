import type { HandshakePresence, HandshakeWatch } from '@monhub/realtime-protocol'
import {
  parseHandshakePresence,
  parseHandshakeWatch,
  parseUserId,
} from '@monhub/realtime-protocol/parse'
import { isRealtimeError, realtimeError, toWireError, type RealtimeError } from './errors'
import { askIdentity } from './askIdentity'
import type { Identity, ResolvedOptions } from './options'
import type { RealtimeSocket } from './types'

/** Who a connection is, decided before it joins anything. */
export interface Admission {
  /** `null` only in trust mode, for a v1 client that has not said yet. */
  identity: Identity | null
  version: 1 | 2
  /** How the client says the user appears. */
  presence?: HandshakePresence
  /** Whom it watches from the start. */
  watch?: HandshakeWatch
  /** When the check began, in milliseconds of `performance.now()`. */
  since: number
}

export interface Gate {
  /** Socket.IO middleware; a refusal reaches the client as `connect_error` with `data.code`. */
  middleware: (socket: RealtimeSocket, next: (error?: Error) => void) => void
  /** What was decided for a socket that passed. */
  admissionOf: (socket: RealtimeSocket) => Admission
  /** Asks `authenticate` about newer credentials of a connection; `undefined` in trust mode. */
  reauthenticate:
    ((socket: RealtimeSocket, auth: Record<string, unknown>) => Promise<Identity>) | undefined
  /** From now on everybody is asked to come back later. */
  close: () => void
}

/** One connection could otherwise start thousands of checks by sending CONNECT again and again. */
const MAX_ATTEMPTS_PER_CONNECTION = 3

export function createGate(options: Pick<ResolvedOptions, 'authenticate' | 'logger'>): Gate {
  const { authenticate, logger } = options
  const admissions = new WeakMap<RealtimeSocket, Admission>()
  const attempts = new WeakMap<object, { count: number; isRunning: boolean }>()
  let isClosed = false

  const admit = async (socket: RealtimeSocket): Promise<Admission> => {
    const { version, claim, presence, watch } = readHandshake(socket.handshake.auth)
    const admission = { version, presence, watch, since: performance.now() }
    if (!authenticate) {
      if (claim === undefined) return { ...admission, identity: null }
      const parsed = parseUserId(claim)
      if (parsed.ok) return { ...admission, identity: { userId: parsed.value } }
      throw realtimeError(
        'IDENTITY_MISMATCH',
        `The userId of the client ${parsed.message}; give SocketProvider the id of the signed-in user.`,
      )
    }

    const attempt = attempts.get(socket.conn) ?? { count: 0, isRunning: false }
    attempts.set(socket.conn, attempt)
    if (attempt.isRunning || attempt.count >= MAX_ATTEMPTS_PER_CONNECTION) {
      socket.conn.close()
      throw realtimeError('AUTHENTICATION_FAILED', 'Too many attempts on one connection.')
    }
    attempt.count++
    attempt.isRunning = true
    try {
      const identity = await askIdentity(authenticate, socket, socket.handshake.auth)
      if (claim !== undefined && claim !== identity.userId) {
        throw realtimeError(
          'IDENTITY_MISMATCH',
          'The client was given another userId than the session belongs to; pass the `userId` of the signed-in user to SocketProvider.',
        )
      }
      return { ...admission, identity }
    } finally {
      attempt.isRunning = false
    }
  }

  /** What `authenticate` throws is an outage, unless it is one of our errors. */
  const refusalOf = (error: unknown): RealtimeError => {
    if (isRealtimeError(error)) return error
    logger.error({ error }, '`authenticate` threw')
    return realtimeError('AUTHENTICATION_FAILED', 'The session could not be checked; try again.')
  }

  return {
    middleware: (socket, next) => {
      admit(socket).then(
        (admission) => {
          // A plain client takes a refusal for final, and a lost connection for a reason to come back.
          if (isClosed && admission.version === 1 && socket.nsp.name === '/') socket.conn.close()
          else if (isClosed) {
            next(
              refusalError(realtimeError('SERVER_CLOSING', 'This server is closing; try again.')),
            )
          } else {
            admissions.set(socket, admission)
            // Whoever logs or keeps the handshake should not find a token in it.
            if (authenticate) socket.handshake.auth = {}
            next()
          }
        },
        (error: unknown) => {
          const refusal = refusalOf(error)
          logger.debug({ code: refusal.code }, 'connection refused')
          next(refusalError(refusal))
        },
      )
    },
    reauthenticate:
      authenticate &&
      ((socket, auth) =>
        askIdentity(authenticate, socket, auth).catch((error: unknown) => {
          throw refusalOf(error)
        })),
    admissionOf: (socket) =>
      admissions.get(socket) ?? { identity: null, version: 1, since: performance.now() },
    close: () => {
      isClosed = true
    },
  }
}

/** Socket.IO hands `data` of the error to the client. */
const refusalError = (refusal: RealtimeError) =>
  Object.assign(new Error(refusal.message), { data: toWireError(refusal) })

/** Clients that announce nothing, or nonsense, are v1. */
function readHandshake(auth: Record<string, unknown>): {
  version: 1 | 2
  /** Who it says it is; `undefined` when it says nothing. */
  claim?: unknown
  presence?: HandshakePresence
  watch?: HandshakeWatch
} {
  const info: unknown = auth.rt
  if (typeof info !== 'object' || info === null || !('v' in info)) return { version: 1 }
  const presence = parseHandshakePresence('presence' in info ? info.presence : undefined)
  const watch = parseHandshakeWatch('watch' in info ? info.watch : undefined)
  const isModern = typeof info.v === 'number' && info.v >= 2
  const said: unknown = 'userId' in info ? (info.userId ?? undefined) : undefined
  // Nonsense counts from those only who should know what they say.
  const claim = isModern || parseUserId(said).ok ? said : undefined
  return {
    version: isModern ? 2 : 1,
    claim,
    ...(presence.ok && { presence: presence.value }),
    ...(watch.ok && { watch: watch.value }),
  }
}
