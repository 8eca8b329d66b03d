import type { Server } from 'socket.io'
import { userIdOf } from '../../shared/identity'

/** The floor: connections that authenticate and are told nothing. */
export function startFloor(io: Server): void {
  const authenticate = async (auth: Record<string, unknown>) => ({ userId: userIdOf(auth) })
  io.use((socket, next) => {
    authenticate(socket.handshake.auth).then(({ userId }) => {
      Object.assign(socket.data as object, { userId })
      next()
    }, next)
  })
}
