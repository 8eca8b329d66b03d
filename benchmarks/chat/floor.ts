import type { Server as HttpServer } from 'node:http'
import { WebSocketServer, type WebSocket } from 'ws'
import { userIdOf } from '../shared/identity'
import type { ChatServer } from './chatServer'
import { createEcho, type SendRequest } from './wire'

/** The floor: bare WebSockets that speak just enough of Socket.IO's frames for the same clients. */
export function startFloor(httpServer: HttpServer): ChatServer {
  const { echo, setGroups } = createEcho()
  const sockets = new Map<string, WebSocket>()
  const server = new WebSocketServer({ server: httpServer, perMessageDeflate: false })
  server.on('connection', (socket) => {
    let userId = ''
    const receive = (frame: string) => {
      const start = frame.search(/[[{]/)
      if (frame.startsWith('40')) {
        userId = userIdOf(JSON.parse(frame.slice(start)) as Record<string, unknown>)
        sockets.set(userId, socket)
        socket.send('40{"sid":"0"}')
      } else if (frame.startsWith('42')) {
        const [, request] = JSON.parse(frame.slice(start)) as [string, SendRequest]
        const { userIds, news, reply } = echo(userId, request)
        const told = Buffer.from(`42${JSON.stringify(['message:new', news])}`)
        for (const id of userIds) sockets.get(id)?.send(told, { binary: false })
        socket.send(`43${frame.slice(2, start)}${JSON.stringify([reply])}`)
      }
    }
    socket.on('message', (data) => receive((data as Buffer).toString()))
    socket.send('0{}')
  })
  return {
    setGroups,
    close: async () => {
      for (const socket of sockets.values()) socket.terminate()
      httpServer.close()
    },
  }
}
