import { createServer } from 'node:http'
import {
  createHealthHandler,
  createSocketServer,
  createSocketService,
  isRealtimeError,
  memoryStore,
  type Message,
  type SocketServiceAPI,
} from '@monhub/realtime-server'
import { clusterAdapter, setupPrimary } from '@monhub/realtime-server/cluster'
import { createMessageRouter } from '@monhub/realtime-server/express'
import { redisAdapter } from '@monhub/realtime-server/redis'
import { sqliteStore } from '@monhub/realtime-server/sqlite'
import { startTestCluster, startTestServer } from '@monhub/realtime-server/testing'
import express from 'express'
import { Redis } from 'ioredis'
import Database from 'libsql'
import { createClient } from 'redis'

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
      adapter: redisAdapter(createClient(), { kind: 'streams', maxLen: 1000 }),
      transports: ['websocket'],
    }),
  ofIoRedis: () =>
    createSocketServer(httpServer, { adapter: redisAdapter(new Redis()), stickySessions: true }),
  ofCluster: () => {
    setupPrimary()
    return createSocketServer(httpServer, { adapter: clusterAdapter(), stickySessions: true })
  },
  // @ts-expect-error A client is an object of one of the two libraries.
  wrong: () => redisAdapter('redis://localhost'),
}
