export { jwtAuth } from './jwtAuth'
export type { JwtAuthOptions, JwtClaims, JwtKey } from './options'
export type { JwtAlgorithm } from './algorithms'
