const { createServer } = require('node:http')
const {
  createHealthHandler,
  createSocketServer,
  createSocketService,
} = require('@monhub/realtime-server')
const { createMessageRouter } = require('@monhub/realtime-server/express')
const express = require('express')

const app = express()
const httpServer = createServer(app)
const realtime = createSocketService(createSocketServer(httpServer), {
  authenticate: ({ auth }) => ({ userId: String(auth.user) }),
})
app.use('/api/message', createMessageRouter(realtime, { userId: (req) => req.headers['x-user'] }))
app.get('/api/health', createHealthHandler(realtime))

httpServer.listen(0, () => console.log(`http://localhost:${httpServer.address().port}`))
