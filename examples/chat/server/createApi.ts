import { createHealthHandler, type SocketServiceAPI } from '@monhub/realtime-server'
import { createMessageRouter } from '@monhub/realtime-server/express'
import express, { Router, type Request } from 'express'
import { answerErrors, answerNotFound } from './errors'
import type { Groups } from './groups'
import type { Listings } from './listings'
import { recogniseUser } from './recogniseUser'
import { createGroupRoutes } from './routes/groups'
import { createPeopleRoutes } from './routes/people'
import { createPropertyRoutes } from './routes/property'
import { createProposalRoutes } from './routes/proposals'
import { createSessionRoutes } from './routes/session'
import type { Sessions } from './sessions'
import type { Users } from './users'

export interface Parts {
  realtime: SocketServiceAPI
  sessions: Sessions
  users: Users
  groups: Groups
  listings: Listings
}

/** Everything under `/api`. */
export function createApi(parts: Parts): Router {
  const { realtime, sessions, users } = parts
  const api = Router()

  api.get('/health', createHealthHandler(realtime))
  api.use(recogniseUser(sessions, users))
  api.use('/message', createMessageRouter(realtime, { userId: ({ user }: Request) => user?.id }))

  api.use(express.json())
  api.use(createSessionRoutes(parts))
  api.use(createPeopleRoutes(parts))
  api.use(createGroupRoutes(parts))
  api.use(createProposalRoutes(parts))
  api.use(createPropertyRoutes(parts))

  api.use(answerNotFound)
  api.use(answerErrors)
  return api
}
