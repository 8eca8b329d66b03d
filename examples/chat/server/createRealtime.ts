import type { Server } from 'node:http'
import { createSocketServer, createSocketService } from '@monhub/realtime-server'
import { sqliteStore } from '@monhub/realtime-server/sqlite'
import type { Database } from './database'
import type { Sessions } from './sessions'
import type { Users } from './users'

interface Parts {
  db: Database
  sessions: Sessions
  users: Users
}

/** The real-time layer: who may connect, who may write to whom, and where it is kept. */
export function createRealtime(httpServer: Server, { db, sessions, users }: Parts) {
  const io = createSocketServer(httpServer)
  return createSocketService(io, {
    store: sqliteStore(db),
    authenticate: ({ headers }) => sessions.read(headers.cookie),
    authorize: (_userId, _action, { memberIds }) => users.areKnown(memberIds),
    profiles: (userIds) => users.profiles(userIds),
  })
}
