import type { Server } from 'node:http'
import {
  createSocketServer,
  createSocketService,
  type RealtimeStore,
  type SocketServerOptions,
} from '@monhub/realtime-server'
import { redisAdapter } from '@monhub/realtime-server/redis'
import { createClient } from 'redis'
import type { Sessions } from './sessions'
import type { Users } from './users'

interface Parts {
  store: RealtimeStore
  sessions: Sessions
  users: Users
  /** Joins this node to the others that use the same Redis; without it there is only this one. */
  redisUrl?: string
  /** Told to every client that connects, so that the page can say which node it is on. */
  nodeName?: string
}

/** The real-time layer: who may connect, who may write to whom, and what they are told of each other. */
export function createRealtime(httpServer: Server, parts: Parts) {
  const { store, sessions, users, redisUrl, nodeName } = parts
  const io = createSocketServer(httpServer, redisUrl === undefined ? {} : onManyNodes(redisUrl))
  if (nodeName !== undefined) io.on('connection', (socket) => socket.emit('node', nodeName))

  const realtime = createSocketService(io, {
    store,
    authenticate: ({ headers }) => sessions.read(headers.cookie),
    authorize: (_userId, _action, { memberIds }) => users.areKnown(memberIds),
    profiles: (userIds) => users.profiles(userIds),
  })
  return { io, realtime }
}

/** All that changes when the app runs on several nodes. */
const onManyNodes = (url: string): SocketServerOptions => ({
  adapter: redisAdapter(createClient({ url })),
  transports: ['websocket'],
})
