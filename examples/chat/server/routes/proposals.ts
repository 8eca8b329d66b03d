import { Router } from 'express'
import * as v from 'valibot'
import type { Parts } from '../createApi'
import { HttpError } from '../errors'
import { signedInUser } from '../recogniseUser'

const Proposal = v.object({ userId: v.string() })

export function createProposalRoutes({ realtime, users }: Parts): Router {
  const routes = Router()

  routes.post('/proposals', async (request, response) => {
    const me = signedInUser(request)
    const { userId } = v.parse(Proposal, request.body)
    if (!users.find(userId)) throw new HttpError(404, 'NOT_FOUND', 'Nobody has that id.')

    const notification = await realtime.notify({
      userId,
      type: 'collaboration_proposal',
      title: 'New proposal',
      message: `${me.name} would like to work with you on a listing.`,
      data: { fromUserId: me.id },
    })
    response.status(201).json(notification)
  })

  return routes
}
