import type { KeyObject } from 'node:crypto'

/** How long a secret must be, in bytes: as long as the hash (RFC 7518, section 3.2). */
const SECRET_BYTES = { HS256: 32, HS384: 48, HS512: 64 } as const
const RSA = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const
const EDWARDS = ['EdDSA', 'Ed25519'] as const
const CURVES = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' } as const

/** A signature algorithm of RFC 7518 and RFC 8037. There is no `none`. */
export type JwtAlgorithm =
  | keyof typeof SECRET_BYTES
  | (typeof RSA)[number]
  | (typeof EDWARDS)[number]
  | (typeof CURVES)[keyof typeof CURVES]

export const SHORTEST_SECRET_BYTES = SECRET_BYTES.HS256

/** No algorithm fits both a secret and a public key, so neither can be taken for the other. */
export const algorithmsOfSecret = (bytes: number): JwtAlgorithm[] =>
  (Object.keys(SECRET_BYTES) as (keyof typeof SECRET_BYTES)[]).filter(
    (name) => bytes >= SECRET_BYTES[name],
  )

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
  const curve = asymmetricKeyType === 'ec' ? asymmetricKeyDetails?.namedCurve : undefined
  return Object.entries(CURVES).flatMap(([name, algorithm]) => (name === curve ? [algorithm] : []))
}
