import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSocketServer, createSocketService } from '@monhub/realtime-server'
import { Server } from 'socket.io'
import { userIdOf } from '../shared/identity'
import { logger } from '../shared/logger'
import { OPTIONS_OF_OURS } from '../shared/socketOptions'
import { openAdapter } from './adapters'
import { readSetup, report, type Post } from './setup'

/** One of the nodes: a process with a Socket.IO server, ours on top or not. */
const { adapter, redisUrl, isOurs } = readSetup()

const httpServer = createServer((request, response) => {
  if (request.url === '/vitals') response.end(JSON.stringify(vitals()))
})
const io = isOurs
  ? createSocketServer(httpServer, { logger })
  : new Server(httpServer, OPTIONS_OF_OURS)
io.adapter(await openAdapter(adapter, redisUrl))

const service = isOurs
  ? createSocketService(io, {
      logger,
      authenticate: async ({ auth }) => ({ userId: userIdOf(auth) }),
    })
  : undefined

/** The app: the same with ours and without. */
io.on('connection', (socket) => {
  socket.on('app:join', (room: string, ack: () => void) => {
    void Promise.resolve(socket.join(room)).then(ack)
  })
  socket.on('app:post', ({ room, ...news }: Post) => io.to(room).emit('app:news', news))
})

const vitals = () => {
  const { user, system } = process.cpuUsage()
  return {
    cpuMs: (user + system) / 1000,
    online: service?.getOnlineUsers().length ?? null,
  }
}

export type Vitals = ReturnType<typeof vitals>

// A worker of Node's cluster would share its port with the others.
httpServer.listen({ port: 0, host: '127.0.0.1', exclusive: true }, () =>
  report({ role: 'node', port: (httpServer.address() as AddressInfo).port }),
)
process.on('disconnect', () => process.exit())
