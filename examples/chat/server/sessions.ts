import { randomUUID } from 'node:crypto'
import { parseCookie } from 'cookie'
import type { CookieOptions, Response } from 'express'
import { jwtVerify, SignJWT } from 'jose'

const COOKIE = 'session'
const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000
const FLAGS: CookieOptions = { httpOnly: true, sameSite: 'lax', path: '/' }

export interface Session {
  /** Of this sign-in; its sockets can be ended by it. */
  sessionId: string
  userId: string
  expiresAt: Date
}
export type Sessions = ReturnType<typeof createSessions>

/** Sessions in a signed cookie. The API and the socket read the same one. */
export function createSessions(secret: Uint8Array) {
  return {
    async start(response: Response, userId: string): Promise<void> {
      const expires = new Date(Date.now() + LIFETIME_MS)
      const token = await new SignJWT()
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(userId)
        .setJti(randomUUID())
        .setExpirationTime(expires)
        .sign(secret)
      response.cookie(COOKIE, token, { ...FLAGS, expires, secure: response.req.secure })
    },

    end(response: Response): void {
      response.clearCookie(COOKIE, FLAGS)
    },

    /** Gives `null` for a missing, foreign or expired cookie. */
    async read(cookieHeader: string | undefined): Promise<Session | null> {
      const token = parseCookie(cookieHeader ?? '')[COOKIE]
      if (!token) return null
      try {
        const { payload } = await jwtVerify(token, secret, {
          requiredClaims: ['sub', 'exp', 'jti'],
        })
        const { sub = '', jti = '', exp = 0 } = payload
        return { sessionId: jti, userId: sub, expiresAt: new Date(exp * 1000) }
      } catch {
        return null
      }
    },
  }
}
