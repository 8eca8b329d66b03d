import { createServer } from 'node:http'
import {
  createHealthHandler,
  createSocketServer,
  createSocketService,
} from '@monhub/realtime-server'
import { createMessageRouter } from '@monhub/realtime-server/express'
import { sqliteStore } from '@monhub/realtime-server/sqlite'
import express from 'express'
import Database from 'libsql'

const app = express()
const httpServer = createServer(app)
const realtime = createSocketService(createSocketServer(httpServer), {
  authenticate: ({ auth }) => ({ userId: String(auth.user) }),
  store: sqliteStore(new Database('chat.db')),
})
app.use('/api/message', createMessageRouter(realtime, { userId: (req) => req.headers['x-user'] }))
app.get('/api/health', createHealthHandler(realtime))

httpServer.listen(0, () => console.log(`http://localhost:${httpServer.address().port}`))
