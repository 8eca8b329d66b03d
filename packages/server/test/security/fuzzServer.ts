import { memoryStore, type SocketServiceOptions } from '@monhub/realtime-server'
import { startTestServer } from '@monhub/realtime-server/testing'
import type { Ask, Tell } from './fuzzProcess'

/*
 * The server that is fuzzed, as a process of its own: nothing here catches what is not caught, so
 * that an uncaught exception or an unhandled rejection ends it. `limited` as an argument leaves
 * the limits on.
 */
const tell = (what: Tell) => process.send?.(what)
const failures: string[] = []
const fail = (fields: object, message: string) => {
  const { error } = fields as { error?: unknown }
  failures.push(`${message}: ${error instanceof Error ? error.stack : JSON.stringify(fields)}`)
}
const quiet = () => {}

const options: SocketServiceOptions = {
  authenticate: ({ auth }) => {
    const { token } = auth
    return typeof token === 'string' && token.startsWith('token-')
      ? { userId: token.slice('token-'.length) }
      : null
  },
  // Bounded, so that what grows is no message that was stored.
  store: memoryStore({ maxEntriesPerConversation: 50, maxConversations: 50, maxUsers: 50 }),
  logger: { debug: quiet, info: quiet, warn: quiet, error: fail },
  ...(process.argv.includes('limited') ? {} : { limits: false }),
}

const { port, service, io } = await startTestServer(options)
await service.updateMembers({ conversationId: 'team', add: ['ada', 'bob'], by: 'ada' })
tell({ port })

process.on('message', (ask: Ask) => {
  if (ask === 'memory') {
    globalThis.gc?.()
    tell({ rss: process.memoryUsage.rss(), heap: process.memoryUsage().heapUsed })
  }
  if (ask === 'failures') tell({ failures })
  if (ask === 'connections') tell({ connections: io.engine.clientsCount })
})
process.on('disconnect', () => process.exit())
