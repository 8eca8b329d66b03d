import type { FlattenedJWSInput, JWSHeaderParameters, JWKSCacheInput, RemoteJWKSet } from 'jose'

/**
 * The keys that the signer publishes at an address. Rejects with jose's `JWKSNoMatchingKey` for a
 * token by nobody's key, and with any other error while that cannot be told.
 */
export function createKeySet(url: URL) {
  const cache: JWKSCacheInput = {}
  let keySet: RemoteJWKSet | undefined

  return async (header: JWSHeaderParameters, token: FlattenedJWSInput) => {
    const { createRemoteJWKSet, decodeJwt, errors, jwksCache } = await import('jose')
    keySet ??= createRemoteJWKSet(url, { [jwksCache]: cache })
    try {
      return await keySet(header, token)
    } catch (error) {
      // For 30 s after a fetch there is no other. Keys may have been rotated meanwhile, and a
      // refusal is for good.
      const { iat = 0 } = decodeJwt(`.${String(token.payload)}.`)
      const fetchedAt = 'uat' in cache ? cache.uat : 0
      if (error instanceof errors.JWKSNoMatchingKey && iat * 1000 > fetchedAt) {
        throw new Error('the token is signed with a key that is newer than the keys known', {
          cause: error,
        })
      }
      throw error
    }
  }
}
