import type { KeyObject } from 'node:crypto'

/** A signature algorithm of RFC 7518 or RFC 8037. There is no `none`. */
export type JwtAlgorithm = SecretAlgorithm | PublicKeyAlgorithm
type SecretAlgorithm = 'HS256' | 'HS384' | 'HS512'
type PublicKeyAlgorithm =
  | ('RS256' | 'RS384' | 'RS512' | 'PS256' | 'PS384' | 'PS512')
  | ('ES256' | 'ES384' | 'ES512' | 'EdDSA' | 'Ed25519')

/** How long a secret must be, in bytes: as long as the hash (RFC 7518, section 3.2). */
const SECRET_BYTES: Record<SecretAlgorithm, number> = { HS256: 32, HS384: 48, HS512: 64 }
const RSA: PublicKeyAlgorithm[] = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
const EDWARDS: PublicKeyAlgorithm[] = ['EdDSA', 'Ed25519']
const CURVES: Record<string, PublicKeyAlgorithm> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
}

export const SHORTEST_SECRET_BYTES = SECRET_BYTES.HS256

/** No algorithm fits both a secret and a public key, so neither can be taken for the other. */
export const algorithmsOfSecret = (bytes: number): readonly JwtAlgorithm[] =>
  (Object.keys(SECRET_BYTES) as SecretAlgorithm[]).filter((name) => bytes >= SECRET_BYTES[name])

export const PUBLIC_KEY_ALGORITHMS: readonly JwtAlgorithm[] = [
  ...RSA,
  ...Object.values(CURVES),
  ...EDWARDS,
]

/** Empty for a kind of key that signs no JWT. */
export function algorithmsOfKey({
  asymmetricKeyType,
  asymmetricKeyDetails,
}: KeyObject): readonly JwtAlgorithm[] {
  if (asymmetricKeyType === 'rsa') return RSA
  if (asymmetricKeyType === 'ed25519') return EDWARDS
  // Only keys on a curve have the name of one.
  const algorithm = CURVES[asymmetricKeyDetails?.namedCurve ?? '']
  return algorithm ? [algorithm] : []
}
