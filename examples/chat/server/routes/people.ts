import { Router } from 'express'
import type { Parts } from '../createApi'
import { signedInUser } from '../recogniseUser'

export function createPeopleRoutes({ users }: Parts): Router {
  const routes = Router()

  routes.get('/people', (request, response) => {
    signedInUser(request)
    response.json(users.all())
  })

  return routes
}
