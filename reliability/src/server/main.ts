import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSocketServer, createSocketService } from '@monhub/realtime-server'
import { sqliteStore } from '@monhub/realtime-server/sqlite'
import Database from 'libsql'
import { tokenFor } from '../token'
import { busAdapter } from './bus'
import type { Numbered, Report } from './command'
import type { ServerConfig } from './config'
import { flawed } from './flawed'
import { isGossipFlaw, mute } from './mute'
import { tellPresence } from './tellPresence'

/**
 * A server of its own process, on a file and a port that the next one takes over when this one was
 * killed. Its argument is a `ServerConfig` as JSON.
 */
const { port, file, bus, pingMs, flaw } = JSON.parse(process.argv[2] ?? '{}') as ServerConfig

/** Nobody needs one for longer, whatever became of who started it. */
const LIFETIME_MS = 15 * 60_000

const quiet = () => {}
/** That Redis is away is part of the plan. */
const EXPECTED = 'The other nodes cannot be reached'
const log = (fields: object, message: string) => {
  if (message.startsWith(EXPECTED)) return
  console.error(message, fields)
}
const logger = { debug: quiet, info: quiet, warn: quiet, error: log }

const httpServer = createServer()
const io = createSocketServer(httpServer, {
  logger,
  ...(pingMs !== undefined && { pingInterval: pingMs, pingTimeout: pingMs }),
  ...(bus && { adapter: busAdapter(bus), transports: ['websocket'] as const }),
})
if (flaw && isGossipFlaw(flaw)) mute(io.of('/'), flaw)
const store = file === undefined ? undefined : sqliteStore(new Database(file))
const service = createSocketService(io, {
  logger,
  // The load of the tests is more than people make.
  limits: false,
  ...(store && { store: flaw && !isGossipFlaw(flaw) ? flawed(store, flaw) : store }),
  authenticate: ({ auth }) => {
    const userId = String(auth.userId)
    return auth.token === tokenFor(userId) ? { userId } : null
  },
})

const report = (what: Report) => process.send?.(what)
if (bus) tellPresence(service, report)

async function run(command: Numbered) {
  if (command.kind === 'disconnect') service.disconnectUser(command.userId, 'Signed out elsewhere.')
  else {
    const { conversationId, add, remove } = command
    await service.updateMembers({ conversationId, add, remove, by: 'app' })
  }
}
process.on('message', (command: Numbered) => {
  const { id } = command
  run(command).then(
    () => report({ id }),
    (error: unknown) => report({ id, error: String(error) }),
  )
})
process.once('SIGTERM', () => {
  // First, since plain clients do not come back that are refused by a service that has closed.
  httpServer.close()
  void service
    .close()
    .then(() => io.close())
    .then(() => process.exit(0))
})
// Whoever started it has gone.
process.on('disconnect', () => process.exit(0))
setTimeout(() => process.exit(0), LIFETIME_MS).unref()

httpServer.listen(port, '127.0.0.1', () => {
  report({ port: (httpServer.address() as AddressInfo).port })
})
