import { jwtVerify, SignJWT } from 'jose'

/** The pages sign with it, and both processes check. */
const secret = new TextEncoder().encode(process.env.SESSION_SECRET)

/** @param {string} userId */
export const createSession = (userId) =>
  new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(userId)
    .setExpirationTime('8h')
    .sign(secret)

/**
 * Who the cookie belongs to, or `null` where it is missing, forged or too old.
 *
 * @param {string | undefined} cookie
 */
export async function readSession(cookie = '') {
  try {
    const { payload } = await jwtVerify(cookie, secret, { requiredClaims: ['sub', 'exp'] })
    return { userId: String(payload.sub), expiresAt: Number(payload.exp) * 1000 }
  } catch {
    return null
  }
}
