import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Handshake, Identity } from '@monhub/realtime-server'
import { createBorrower } from './createBorrower'

type Middleware<Req extends IncomingMessage> = {
  // As a method, so that those written for Express, with more precise types, fit.
  run(request: Req, response: ServerResponse, next: (error?: unknown) => void): unknown
}['run']

export interface ExpressAuthOptions {
  /**
   * How often clients are looked at again while they are connected, in milliseconds, 120_000 or
   * more: a session that was destroyed elsewhere then ends here too. @default when it expires
   */
  recheckMs?: number
}

/** Clients are told a minute before. */
const SHORTEST_RECHECK_MS = 2 * 60_000
/** How soon to ask again about a session that outlived the end written in its cookie. */
const RECHECK_MS = 5 * 60_000

/**
 * Makes the `authenticate` of `createSocketService` for apps with sessions: runs the app's own
 * middlewares on the HTTP request of the handshake, then asks `identify`. A middleware that answers
 * the request refuses (`UNAUTHENTICATED`), as does `null` from `identify`. One that throws or calls
 * `next(error)` is an outage, and so is what `identify` throws: clients try again. `sessionId` is
 * filled in from `request.sessionID`, `expiresAt` from the cookie of the session.
 * @throws TypeError for a `recheckMs` that is too short.
 */
export function expressAuth<Req extends IncomingMessage = IncomingMessage>(
  middlewares: readonly Middleware<Req>[],
  identify: (request: Req) => Identity | null | undefined | Promise<Identity | null | undefined>,
  { recheckMs }: ExpressAuthOptions = {},
): (handshake: Handshake) => Promise<Identity | null> {
  if (recheckMs !== undefined && !(recheckMs >= SHORTEST_RECHECK_MS)) {
    throw new TypeError(
      `expressAuth: \`recheckMs\` (${recheckMs}) must be ${SHORTEST_RECHECK_MS} or more; it is in milliseconds, and each client asks the session store that often.`,
    )
  }
  const borrow = createBorrower<Req>()

  return async (handshake) => {
    const { request, response, answered } = borrow(handshake)
    for (const middleware of middlewares) {
      if (await Promise.race([answered, passed(middleware, request, response)])) return null
    }
    const identity = await identify(request)
    return identity
      ? {
          ...identity,
          sessionId: identity.sessionId ?? sessionIdOf(request),
          expiresAt: identity.expiresAt ?? nextCheckOf(request, recheckMs),
        }
      : null
  }
}

const passed = <Req extends IncomingMessage>(
  middleware: Middleware<Req>,
  request: Req,
  response: ServerResponse,
) =>
  new Promise<false>((resolve, reject) => {
    const next = (error?: unknown) => {
      if (error)
        reject(error instanceof Error ? error : new Error('a middleware failed', { cause: error }))
      else resolve(false)
    }
    // Express 4 does not look at what a middleware returns; a rejection would end the process.
    Promise.resolve(middleware(request, response, next)).catch(next)
  })

function sessionIdOf(request: object): string | undefined {
  const id = fieldOf(request, 'sessionID')
  return typeof id === 'string' ? id : undefined
}

function nextCheckOf(request: object, recheckMs = Infinity): number | undefined {
  const expires = fieldOf(fieldOf(fieldOf(request, 'session'), 'cookie'), 'expires')
  const endsAt = expires instanceof Date ? expires.getTime() : Infinity
  const now = Date.now()
  // Stores that only prolong what they keep leave the cookie's date behind; theirs is the last word.
  const at = Math.min(endsAt > now ? endsAt : now + RECHECK_MS, now + recheckMs)
  return at === Infinity ? undefined : at
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
