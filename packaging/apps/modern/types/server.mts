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
import { createMessageRouter } from '@monhub/realtime-server/express'
import { sqliteStore } from '@monhub/realtime-server/sqlite'
import { startTestServer } from '@monhub/realtime-server/testing'
import express from 'express'
import Database from 'libsql'

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

export const start = startTestServer
