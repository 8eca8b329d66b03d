import type { Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import type { ChatServer } from './chatServer'
import { createEcho, userIdOf, type SendRequest } from './wire'

/** The baseline: Socket.IO as one would write it in ten lines, with the options of ours. */
export function startRelay(httpServer: HttpServer): ChatServer {
  const { echo, setGroups } = createEcho()
  const io = new Server(httpServer, {
    transports: ['websocket', 'polling'],
    pingInterval: 25_000,
    pingTimeout: 60_000,
    maxHttpBufferSize: 256 * 1024,
    serveClient: false,
  })
  io.on('connection', (socket) => {
    const userId = userIdOf(socket.handshake.auth)
    void socket.join(userId)
    socket.on('message:send', (request: SendRequest, ack: (reply: object) => void) => {
      const { userIds, news, reply } = echo(userId, request)
      io.to(userIds).emit('message:new', news)
      ack(reply)
    })
  })
  return { setGroups, close: () => io.close() }
}
