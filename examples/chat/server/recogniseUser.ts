import type { Request, RequestHandler } from 'express'
import { HttpError } from './errors'
import type { Sessions } from './sessions'
import type { User, Users } from './users'

/** Puts the person behind the session cookie on the request. */
export function recogniseUser(sessions: Sessions, users: Users): RequestHandler {
  return async (request, _response, next) => {
    const session = await sessions.read(request.headers.cookie)
    if (session) request.user = users.find(session.userId)
    next()
  }
}

/** @throws HttpError 401 for somebody who is not signed in. */
export function signedInUser(request: Request): User {
  if (!request.user) throw new HttpError(401, 'UNAUTHENTICATED', 'Sign in first.')
  return request.user
}
