import type { Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import { userIdOf } from '../shared/identity'
import { OPTIONS_OF_OURS } from '../shared/socketOptions'
import type { ChatServer } from './chatServer'
import { createEcho, type SendRequest } from './wire'

/** The baseline: Socket.IO as one would write it in ten lines, with the options of ours. */
export function startRelay(httpServer: HttpServer): ChatServer {
  const { echo, setGroups } = createEcho()
  const io = new Server(httpServer, OPTIONS_OF_OURS)
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
