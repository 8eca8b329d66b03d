import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSocketServer, createSocketService, type SocketData } from '@monhub/realtime-server'
import type { ServerCommand, ServerReport } from './messages'

/** A server with the limits of an app that sets none. */
const quiet = () => {}
const logger = { debug: quiet, info: quiet, warn: quiet, error: console.error }
const httpServer = createServer()
const io = createSocketServer(httpServer, { logger })
const service = createSocketService(io, {
  logger,
  authenticate: ({ auth }) => ({ userId: String(auth.userId) }),
})
const report = (what: ServerReport) => process.send?.(what)

io.on('connection', (socket) =>
  socket.once('disconnect', () =>
    report({ closed: String((socket.data as SocketData).userId), at: Date.now() }),
  ),
)

const CHUNK = 20_000
let feeding: NodeJS.Timeout | undefined

function feed(userId: string, bytesPerSecond: number) {
  clearInterval(feeding)
  const began = performance.now()
  let sent = 0
  const due = () => ((performance.now() - began) / 1000) * bytesPerSecond
  feeding = setInterval(() => {
    // A new string each time, as messages are.
    for (; sent < due(); sent += CHUNK)
      service.emitToUser(userId, 'blob', String(sent).padEnd(CHUNK, 'x'))
  }, 20)
}

async function run(command: ServerCommand): Promise<number> {
  switch (command.kind) {
    case 'memory':
      return process.memoryUsage.rss()
    case 'feed':
      feed(command.userId, command.bytesPerSecond)
      return 0
    case 'stored': {
      const { senderId: userId, receiverId: peerId } = command
      const { messages } = await service.history({ userId, peerId, limit: 1 })
      return messages[0]?.seq ?? 0
    }
  }
}

process.on('message', ({ id, ...command }: ServerCommand & { id: number }) => {
  run(command).then(
    (value) => report({ id, value }),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
process.on('disconnect', () => process.exit(0))
httpServer.listen(0, '127.0.0.1', () =>
  report({ port: (httpServer.address() as AddressInfo).port }),
)
