import { Router } from 'express'
import * as v from 'valibot'
import type { Parts } from '../createApi'
import { HttpError } from '../errors'
import { ListingChange } from '../listings'
import { signedInUser } from '../recogniseUser'

export function createPropertyRoutes({ realtime, listings }: Parts): Router {
  const routes = Router()

  routes.get('/property', (request, response) => {
    signedInUser(request)
    response.json(listings.all())
  })

  routes.patch('/property/:id', async (request, response) => {
    signedInUser(request)
    const listing = listings.change(request.params.id, v.parse(ListingChange, request.body))
    if (!listing) throw new HttpError(404, 'NOT_FOUND', 'There is no such listing.')

    await realtime.publishUpdate('all', { type: 'property', payload: { id: listing.id } })
    response.json(listing)
  })

  return routes
}
