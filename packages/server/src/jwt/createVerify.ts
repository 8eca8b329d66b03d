import type { JwtAlgorithm } from './algorithms'
import { createKeySet } from './keySet'
import type { JwtAuthOptions, JwtClaims } from './options'
import { readVerifyingKey } from './verifyingKey'

export type Verdict = { claims: JwtClaims } | { expired: true } | { refused: string }

/** Clocks of two machines may differ by this much: no token is refused for being too new. */
const CLOCK_TOLERANCE_S = 5

/** What jose says of a wrong token; all else it throws is trouble of ours, or of the keys. */
const REFUSALS = new Set<unknown>([
  'ERR_JOSE_ALG_NOT_ALLOWED',
  'ERR_JOSE_NOT_SUPPORTED',
  'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
  'ERR_JWKS_NO_MATCHING_KEY',
  'ERR_JWS_INVALID',
  'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'ERR_JWT_INVALID',
])

/**
 * Checks the options now and tokens later; rejects when a token cannot be judged at the moment.
 * @throws TypeError
 */
export function createVerify(options: JwtAuthOptions): (token: string) => Promise<Verdict> {
  const { key, algorithms } = readVerifyingKey(options)
  const source = key instanceof URL ? createKeySet(key) : key
  const checks = {
    algorithms: chosenOf(options.algorithms, algorithms),
    issuer: expectedOf('issuer', options.issuer),
    audience: expectedOf('audience', options.audience),
    requiredClaims: ['exp'],
    clockTolerance: CLOCK_TOLERANCE_S,
  }

  return async (token) => {
    // CommonJS finds an ESM-only package like this on every Node.
    const { jwtVerify } = await import('jose')
    try {
      const { payload } = await jwtVerify(token, source, checks)
      return { claims: { ...payload, exp: Number(payload.exp) } }
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'ERR_JWT_EXPIRED') return { expired: true }
      if (REFUSALS.has(code)) return { refused: String(error) }
      throw error
    }
  }
}

function chosenOf(chosen: readonly string[] | undefined, fitting: readonly JwtAlgorithm[]) {
  const wrong = chosen?.filter((name) => !fitting.some((it) => it === name))
  if (!chosen || (wrong?.length === 0 && chosen.length > 0)) return [...(chosen ?? fitting)]
  const choice = `leave \`algorithms\` out, or choose among ${fitting.join(', ')}`
  throw new TypeError(
    wrong?.some((name) => name.toLowerCase() === 'none')
      ? `jwtAuth: the algorithm "none" lets everybody sign; ${choice}.`
      : `jwtAuth: \`algorithms\` (${chosen.join(', ')}) must fit the key; ${choice}.`,
  )
}

const MEANING = {
  issuer: 'who signs (`iss`); with `null` whoever has the key does',
  audience:
    'what tokens are for (`aud`); with `null` every token of this key signs in, whatever it was made for',
}

function expectedOf(name: 'issuer' | 'audience', value: string | readonly string[] | null) {
  if (value === null) return undefined
  const expected = typeof value === 'string' ? [value] : [...(value ?? [])]
  if (expected.length > 0 && expected.every((it) => typeof it === 'string' && it !== '')) {
    return expected
  }
  throw new TypeError(`jwtAuth: \`${name}\` is missing; say ${MEANING[name]}.`)
}
