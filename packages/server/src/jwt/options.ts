import type { KeyObject } from 'node:crypto'
import type { Handshake, Identity } from '@monhub/realtime-server'
import type { JwtAlgorithm } from './algorithms'

/**
 * What signatures are checked with: one of three, never two. An environment variable that is not
 * set is refused at start.
 */
export type JwtKey =
  | {
      /** Shared with whoever signs (HS256 and longer), at least 32 random bytes. */
      secret: string | Uint8Array | undefined
      key?: undefined
      jwks?: undefined
    }
  | {
      /** Public key or certificate as PEM, or as a KeyObject of `node:crypto`. */
      key: string | Uint8Array | KeyObject | undefined
      secret?: undefined
      jwks?: undefined
    }
  | {
      /**
       * Where the signer publishes its keys, over https. Fetched when first needed and kept for 10
       * minutes; a token by an unknown key has it fetched again, every 30 s at most.
       */
      jwks: string | URL | undefined
      secret?: undefined
      key?: undefined
    }

/** The claims of a token whose signature, issuer, audience and times were found right. */
export interface JwtClaims {
  iss?: string
  sub?: string
  aud?: string | string[]
  /** In seconds since 1970. */
  exp: number
  jti?: string
  [claim: string]: unknown
}

export type JwtAuthOptions = JwtKey & {
  /** Who signs, the `iss` of tokens. `null` takes tokens of any issuer that has the key. */
  issuer: string | readonly string[] | null
  /**
   * What tokens are for, their `aud`. `null` takes every token of this key, also one that was made
   * for another app or to reset a password.
   */
  audience: string | readonly string[] | null
  /** @default all that fit the key */
  algorithms?: readonly JwtAlgorithm[]
  /** Where the token is. @default `handshake.auth.token` */
  token?: (handshake: Handshake) => string | null | undefined
  /**
   * Who the claims speak of; `null` refuses. What it leaves out of `sessionId` and `expiresAt` is
   * filled in from the token. @default `userId` is `sub`, `sessionId` is `sid` or `jti`
   */
  identity?: (
    claims: JwtClaims,
    handshake: Handshake,
  ) => Identity | null | undefined | Promise<Identity | null | undefined>
}
