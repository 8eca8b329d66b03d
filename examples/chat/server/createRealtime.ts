import type { Server } from 'node:http'
import {
  createSocketServer,
  createSocketService,
  type RealtimeStore,
} from '@monhub/realtime-server'
import type { Sessions } from './sessions'
import type { Users } from './users'

interface Parts {
  store: RealtimeStore
  sessions: Sessions
  users: Users
}

/** The real-time layer: who may connect, who may write to whom, and what they are told of each other. */
export function createRealtime(httpServer: Server, { store, sessions, users }: Parts) {
  const io = createSocketServer(httpServer)
  return createSocketService(io, {
    store,
    authenticate: ({ headers }) => sessions.read(headers.cookie),
    authorize: (_userId, _action, { memberIds }) => users.areKnown(memberIds),
    profiles: (userIds) => users.profiles(userIds),
  })
}
