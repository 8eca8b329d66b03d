import type { Admission } from '../auth'
import { realtimeError, toWireError } from '../errors'
import type { RealtimeSocket } from '../types'

interface UserConnectionsParts {
  limit: number
  admissionOf: (socket: RealtimeSocket) => Admission
  /** Connections a user has on this node. */
  countOf: (userId: string) => number
}

type Middleware = (socket: RealtimeSocket, next: (error?: Error) => void) => void

/** Tabs are closed and dead connections noticed in minutes, not in seconds. */
const RETRY_MS = 15_000

/**
 * Refuses a connection to a user who has enough. The newest, since what works is left alone, and
 * whoever is cut comes back and would cut the next (docs/decisions/0022-limits.md).
 */
export function limitUserConnections(parts: UserConnectionsParts): Middleware {
  const { limit, admissionOf, countOf } = parts
  /** Let in, and counted by `countOf` a tick later. */
  const arriving = new Map<string, number>()

  const arrive = (userId: string, change: 1 | -1) => {
    const count = (arriving.get(userId) ?? 0) + change
    if (count > 0) arriving.set(userId, count)
    else arriving.delete(userId)
  }

  return (socket, next) => {
    const { identity, version } = admissionOf(socket)
    if (!identity) {
      next()
      return
    }
    const { userId } = identity
    if (countOf(userId) + (arriving.get(userId) ?? 0) < limit) {
      arrive(userId, 1)
      setImmediate(arrive, userId, -1)
      next()
      return
    }
    // A plain client takes a refusal for final, and a lost connection for a reason to come back.
    if (version === 1 && socket.nsp.name === '/') {
      socket.conn.close()
      return
    }
    const message = `A user may have ${limit} connections; close one.`
    const refusal = realtimeError('TOO_MANY_CONNECTIONS', message, { retryAfterMs: RETRY_MS })
    next(Object.assign(new Error(message), { data: toWireError(refusal) }))
  }
}
