import { createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { exportJWK, SignJWT, type JWTPayload } from 'jose'

export const SECRET = 'correct horse battery staple, and more'
export const issuer = 'https://id.example'
export const audience = 'chat'

export const nowS = () => Math.floor(Date.now() / 1000)

interface Signing {
  alg?: string
  kid?: string
  key?: KeyObject
}

/** A token as it should be, but for what is given; `undefined` leaves a claim out. */
export function sign(claims: JWTPayload = {}, { alg = 'HS256', kid, key }: Signing = {}) {
  const right = { sub: 'ada', iss: issuer, aud: audience, iat: nowS(), exp: nowS() + 600 }
  return new SignJWT({ ...right, ...claims })
    .setProtectedHeader({ alg, ...(kid !== undefined && { kid }) })
    .sign(key ?? createSecretKey(SECRET, 'utf8'))
}

/** A token that says of itself that nobody signed it. */
export const unsigned = () =>
  [{ alg: 'none' }, { sub: 'ada', iss: issuer, aud: audience, exp: nowS() + 600 }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.') + '.'

export const rsa = (modulusLength = 2048) => generateKeyPairSync('rsa', { modulusLength })
export const pemOf = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString()

/** A pair of keys, and the public one as it stands in a key set. */
export async function published(kid: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig' } }
}
