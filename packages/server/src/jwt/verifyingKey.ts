import { createPublicKey, KeyObject } from 'node:crypto'
import {
  algorithmsOfKey,
  algorithmsOfSecret,
  PUBLIC_KEY_ALGORITHMS,
  SHORTEST_SECRET_BYTES,
  type JwtAlgorithm,
} from './algorithms'
import type { JwtKey } from './options'

export interface VerifyingKey {
  key: Uint8Array | KeyObject | URL
  /** The algorithms that fit it. */
  algorithms: readonly JwtAlgorithm[]
}

const SHORTEST_RSA_BITS = 2048

/** @throws TypeError for a key that would let others sign, or none. */
export function readVerifyingKey({ secret, key, jwks }: JwtKey): VerifyingKey {
  const given = [secret, key, jwks].filter((it) => it !== undefined).length
  if (given !== 1) {
    throw new TypeError(
      given === 0
        ? 'jwtAuth: nothing to check signatures with; pass `secret`, `key` or `jwks`. If you did, it was undefined: is the environment variable set?'
        : 'jwtAuth: pass one of `secret`, `key` and `jwks`; with two of them it would be the token that chooses.',
    )
  }
  if (secret !== undefined) return ofSecret(secret)
  if (key !== undefined) return ofPublicKey(key)
  return { key: addressOf(jwks), algorithms: PUBLIC_KEY_ALGORITHMS }
}

function ofSecret(secret: string | Uint8Array): VerifyingKey {
  const bytes = new Uint8Array(Buffer.from(secret))
  if (Buffer.from(bytes).toString('latin1').trimStart().startsWith('-----BEGIN')) {
    throw new TypeError(
      'jwtAuth: `secret` is a PEM key or certificate, which others may know and could sign with; pass it as `key`.',
    )
  }
  if (bytes.length < SHORTEST_SECRET_BYTES) {
    throw new TypeError(
      `jwtAuth: \`secret\` has ${bytes.length} bytes and can be guessed; use ${SHORTEST_SECRET_BYTES} random ones or more, as \`openssl rand -hex 32\` makes them.`,
    )
  }
  return { key: bytes, algorithms: algorithmsOfSecret(bytes.length) }
}

function ofPublicKey(input: string | Uint8Array | KeyObject): VerifyingKey {
  const key = publicKeyOf(input)
  const algorithms = algorithmsOfKey(key)
  if (algorithms.length === 0) {
    throw new TypeError(
      `jwtAuth: \`key\` is of the kind ${String(key.asymmetricKeyType)}, which signs no JWT; use RSA, P-256, P-384, P-521 or Ed25519.`,
    )
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? SHORTEST_RSA_BITS
  if (bits < SHORTEST_RSA_BITS) {
    throw new TypeError(
      `jwtAuth: \`key\` has ${bits} bits and can be broken; sign with an RSA key of ${SHORTEST_RSA_BITS} bits or more.`,
    )
  }
  return { key, algorithms }
}

function publicKeyOf(input: string | Uint8Array | KeyObject): KeyObject {
  if (input instanceof KeyObject && input.type === 'public') return input
  if (input instanceof KeyObject && input.type === 'secret') {
    throw new TypeError('jwtAuth: `key` is a secret; pass it as `secret`, as bytes or text.')
  }
  try {
    return createPublicKey(typeof input === 'string' ? input : toKeyInput(input))
  } catch (cause) {
    throw new TypeError(
      'jwtAuth: `key` is not a public key; pass a PEM that begins with -----BEGIN PUBLIC KEY-----, or createPublicKey(…) of node:crypto. A shared secret goes into `secret`.',
      { cause },
    )
  }
}

const toKeyInput = (input: Uint8Array | KeyObject) =>
  input instanceof KeyObject ? input : Buffer.from(input)

function addressOf(jwks: string | URL | undefined): URL {
  const url = URL.canParse(String(jwks)) ? new URL(String(jwks)) : undefined
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal(url))) return url
  throw new TypeError(
    `jwtAuth: \`jwks\` (${JSON.stringify(String(jwks))}) must be an https address: over http, whoever is on the way can put in a key of theirs. Only loopback addresses, and NODE_ENV=development, may use http.`,
  )
}

const isLocal = ({ hostname }: URL) =>
  process.env.NODE_ENV === 'development' ||
  hostname === 'localhost' ||
  hostname === '[::1]' ||
  /^127\.\d+\.\d+\.\d+$/.test(hostname)
