import type { Server } from 'socket.io'

/** The naive way: on every change, the whole list of who is online to everybody. */
export function startBaseline(io: Server): void {
  const socketsOf = new Map<string, Set<string>>()
  const tellAll = () => io.emit('users:online', [...socketsOf.keys()])
  io.on('connection', (socket) => {
    socket.on('user:connect', (userId: string) => {
      const sockets = socketsOf.get(userId) ?? new Set()
      socketsOf.set(userId, sockets.add(socket.id))
      socket.on('disconnect', () => {
        sockets.delete(socket.id)
        if (sockets.size === 0) socketsOf.delete(userId)
        tellAll()
      })
      tellAll()
    })
  })
}
