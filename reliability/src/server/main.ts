import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSocketServer, createSocketService } from '@monhub/realtime-server'
import { sqliteStore } from '@monhub/realtime-server/sqlite'
import Database from 'libsql'
import { tokenFor } from '../token'
import type { Flaw, MembersCommand, Report } from './command'
import { flawed } from './flawed'

/**
 * A server of its own process, on a file and a port that the next one takes over when this one was
 * killed. Arguments: the file, the port or 0, how it breaks a promise if it does.
 */
const [file = '', port = '0', flaw = ''] = process.argv.slice(2)

/** Nobody needs one for longer, whatever became of who started it. */
const LIFETIME_MS = 15 * 60_000

const quiet = () => {}
const log = (fields: object, message: string) => {
  console.error(message, fields)
}
const logger = { debug: quiet, info: quiet, warn: quiet, error: log }

const httpServer = createServer()
const io = createSocketServer(httpServer, { logger, pingInterval: 1500, pingTimeout: 1500 })
const store = sqliteStore(new Database(file))
const service = createSocketService(io, {
  logger,
  store: flaw ? flawed(store, flaw as Flaw) : store,
  authenticate: ({ auth }) => {
    const userId = String(auth.userId)
    return auth.token === tokenFor(userId) ? { userId } : null
  },
})

const report = (what: Report) => process.send?.(what)

process.on('message', ({ id, conversationId, add, remove }: MembersCommand) => {
  service.updateMembers({ conversationId, add, remove, by: 'app' }).then(
    () => report({ id }),
    (error: unknown) => report({ id, error: String(error) }),
  )
})
// Whoever started it has gone.
process.on('disconnect', () => process.exit(0))
setTimeout(() => process.exit(0), LIFETIME_MS).unref()

httpServer.listen(Number(port), '127.0.0.1', () => {
  report({ port: (httpServer.address() as AddressInfo).port })
})
