import { Router } from 'express'
import * as v from 'valibot'
import type { Parts } from '../createApi'

const SignIn = v.object({
  name: v.pipe(
    v.string(),
    v.normalize('NFC'),
    v.trim(),
    v.minLength(1, 'Please tell us your name.'),
    v.maxLength(40, 'A name has at most 40 characters.'),
    v.regex(/^[^\p{Cc}\p{Cf}]+$/u, 'A name cannot hold invisible characters.'),
  ),
})

export function createSessionRoutes({ realtime, sessions, users }: Parts): Router {
  const routes = Router()

  routes.post('/session', async (request, response) => {
    const { name } = v.parse(SignIn, request.body)
    const { user, isNew } = users.signIn(name)
    await sessions.start(response, user.id)
    if (isNew) await realtime.publishUpdate('all', { type: 'people' })
    response.json(user)
  })

  routes.delete('/session', async (request, response) => {
    const session = await sessions.read(request.headers.cookie)
    sessions.end(response)
    response.json(null)
    // Other tabs of this browser would go on; other devices do.
    if (session) realtime.disconnectSession(session.sessionId, 'You signed out.')
  })

  /** `null` where nobody is signed in: asking who one is, is no error. */
  routes.get('/me', (request, response) => {
    response.json(request.user ?? null)
  })

  return routes
}
