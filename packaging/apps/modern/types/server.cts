import { createServer } from 'node:http'
import {
  createHealthHandler,
  createSocketServer,
  createSocketService,
  isRealtimeError,
  memoryStore,
  type Message,
  type SocketServiceAPI,
  type SocketServiceOptions,
} from '@monhub/realtime-server'
import { clusterAdapter, setupPrimary } from '@monhub/realtime-server/cluster'
import { createMessageRouter, expressAuth } from '@monhub/realtime-server/express'
import { jwtAuth, type JwtAuthOptions } from '@monhub/realtime-server/jwt'
import { redisAdapter } from '@monhub/realtime-server/redis'
import { sqliteStore } from '@monhub/realtime-server/sqlite'
import { startTestCluster, startTestServer } from '@monhub/realtime-server/testing'
import express = require('express')
import Database = require('libsql')
import ioredis = require('ioredis')
import redis = require('redis')

const app = express()
const httpServer = createServer(app)
const io = createSocketServer(httpServer, { origins: ['https://example.org'] })
const realtime: SocketServiceAPI = createSocketService(io, {
  authenticate: ({ headers }) => (headers.cookie ? { userId: headers.cookie } : null),
  store: process.env.KEEP ? sqliteStore(new Database('chat.db')) : memoryStore(),
})
app.use('/api/message', createMessageRouter(realtime, { userId: (req) => req.headers.cookie }))
app.get('/api/health', createHealthHandler(realtime))

export async function say(text: string): Promise<Message> {
  try {
    const { message } = await realtime.sendMessage({ senderId: 'ann', receiverId: 'bob', text })
    // @ts-expect-error Types that were lost on the way would allow this.
    const wrong: number = message.text
    return wrong ? message : message
  } catch (error) {
    if (isRealtimeError(error)) throw new Error(error.code, { cause: error })
    throw error
  }
}

export const start = [startTestServer, startTestCluster] as const

export const nodes = {
  ofRedis: () =>
    createSocketServer(httpServer, {
      adapter: redisAdapter(redis.createClient(), { kind: 'sharded' }),
      transports: ['websocket'],
    }),
  ofIoRedis: () =>
    createSocketServer(httpServer, {
      adapter: redisAdapter(new ioredis.Redis()),
      stickySessions: true,
    }),
  ofCluster: () => {
    setupPrimary()
    return createSocketServer(httpServer, { adapter: clusterAdapter(), stickySessions: true })
  },
}

const guard: express.RequestHandler = (req, res, next) =>
  void (req.ip ? next() : res.sendStatus(401))
const jwt: JwtAuthOptions = { secret: 's', issuer: 'https://id.example', audience: null }
export const signIns: SocketServiceOptions['authenticate'][] = [
  jwtAuth(jwt),
  jwtAuth({ jwks: 'https://id.example/keys', issuer: null, audience: ['chat'] }),
  expressAuth([guard], (req) => ({ userId: req.get('x-user') ?? '' })),
  // @ts-expect-error One kind of key, never two.
  jwtAuth({ ...jwt, key: 'PEM' }),
  // @ts-expect-error Who signs has to be said.
  jwtAuth({ secret: 's', audience: null }),
]
