import { once } from 'node:events'
import { createServer } from 'node:http'
import { sqliteStore } from '@monhub/realtime-server/sqlite'
import express from 'express'
import { createApi } from './createApi'
import { createRealtime } from './createRealtime'
import { connectDatabase, openDatabase } from './database'
import { createGroups } from './groups'
import { createListings } from './listings'
import { loadSecret } from './secret'
import { createSessions } from './sessions'
import { createUsers } from './users'

interface ServerOptions {
  /** 0 takes any free port. */
  port: number
  dataDir: string
  webDir: string
  /** For one of several nodes. They share the folder of the data too. */
  redisUrl?: string
  nodeName?: string
}

/** One server for the page, the API and the socket. */
export async function startServer(options: ServerOptions) {
  const { port, dataDir, webDir, redisUrl, nodeName } = options
  const db = openDatabase(dataDir)
  const storeDb = connectDatabase(dataDir)
  const store = sqliteStore(storeDb)
  const users = createUsers(db)
  const groups = createGroups(db, store)
  const listings = createListings(db)
  const sessions = createSessions(loadSecret(dataDir))

  const app = express()
  const httpServer = createServer(app)
  const { io, realtime } = createRealtime(httpServer, {
    store,
    sessions,
    users,
    redisUrl,
    nodeName,
  })

  app.disable('x-powered-by')
  app.use('/api', createApi({ realtime, sessions, users, groups, listings }))
  app.use(express.static(webDir))

  httpServer.listen(port)
  await once(httpServer, 'listening')
  const address = httpServer.address()
  const takenPort = typeof address === 'object' && address ? address.port : port

  return {
    url: `http://localhost:${takenPort}`,
    async close() {
      const closed = once(httpServer, 'close')
      await realtime.close()
      // Closes the HTTP server too, and the connections to Redis.
      await io.close()
      await closed
      storeDb.close()
      db.close()
    },
  }
}
