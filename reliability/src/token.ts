import { createHash } from 'node:crypto'

/** What a client shows to be let in as this user. */
export const tokenFor = (userId: string): string =>
  createHash('sha256').update(`a secret of the tests ${userId}`).digest('base64url')
