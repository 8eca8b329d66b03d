import { createServer } from 'node:http'
import {
  createHealthHandler,
  createSocketServer,
  createSocketService,
} from '@monhub/realtime-server'
import { parseCookie } from 'cookie'
import express from 'express'
import { findPerson } from './people.mjs'
import { readSession } from './session.mjs'

const { PORT = '3001', WEB_ORIGIN = 'http://localhost:3000' } = process.env

/** The cookie that the pages set is sent here too: to a browser, ports are one site. */
const sessionOf = (/** @type {{ cookie?: string }} */ { cookie = '' }) =>
  readSession(parseCookie(cookie).session)

const app = express()
const httpServer = createServer(app)
const io = createSocketServer(httpServer, { origins: [WEB_ORIGIN] })
const realtime = createSocketService(io, {
  authenticate: ({ headers }) => sessionOf(headers),
  authorize: (_userId, _action, { memberIds }) => memberIds.every(findPerson),
})

app.get('/health', createHealthHandler(realtime))

/** For the pages, which ask in the name of whoever looks at them. */
app.get('/online', async (request, response) => {
  if (await sessionOf(request.headers)) response.json(realtime.getOnlineUsers())
  else response.sendStatus(401)
})

httpServer.listen(Number(PORT))
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void realtime.close().then(() => io.close()))
}
