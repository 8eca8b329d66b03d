import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSocketServer, createSocketService } from '@monhub/realtime-server'
import { Server } from 'socket.io'
import { userIdOf } from '../shared/identity'
import { logger } from '../shared/logger'
import { OPTIONS_OF_OURS } from '../shared/socketOptions'
import { openOfficial, openOurs } from './adapters'
import { readSetup, report, type Post } from './setup'

/** One of the nodes: a process with a Socket.IO server, ours on top or not. */
const { adapter, redisUrl, isOurs } = readSetup()

const httpServer = createServer((request, response) => {
  if (request.url === '/vitals') response.end(JSON.stringify(vitals()))
})

async function startOurs() {
  const io = createSocketServer(httpServer, {
    logger,
    transports: ['websocket'],
    adapter: await openOurs(adapter, redisUrl),
  })
  const authenticate = async ({ auth }: { auth: Record<string, unknown> }) => ({
    userId: userIdOf(auth),
  })
  const { getOnlineUsers } = createSocketService(io, { logger, authenticate, limits: false })
  return { io, onlineCount: () => getOnlineUsers().length }
}

async function startBare() {
  const io = new Server(httpServer, {
    ...OPTIONS_OF_OURS,
    transports: ['websocket'],
    adapter: await openOfficial(adapter, redisUrl),
  })
  return { io, onlineCount: () => null }
}

const { io, onlineCount } = await (isOurs ? startOurs() : startBare())

/** The app: the same with ours and without. */
io.on('connection', (socket) => {
  socket.on('app:join', (room: string, ack: () => void) => {
    void Promise.resolve(socket.join(room)).then(ack)
  })
  socket.on('app:post', ({ room, ...news }: Post) => io.to(room).emit('app:news', news))
})

const vitals = () => {
  const { user, system } = process.cpuUsage()
  return { cpuMs: (user + system) / 1000, online: onlineCount() }
}

export type Vitals = ReturnType<typeof vitals>

// A worker of Node's cluster would share its port with the others.
httpServer.listen({ port: 0, host: '127.0.0.1', exclusive: true }, () =>
  report({ role: 'node', port: (httpServer.address() as AddressInfo).port }),
)
process.on('disconnect', () => process.exit())
