/** Which users have which connections on this node: the names of the reference, and its changes. */
export interface SocketManagerAPI {
  /** Adds a connection; one that belonged to another user moves. Adding it twice changes nothing. */
  addUser: (userId: string, socketId: string) => void
  /** Removes a connection and gives its user, or `null` when it was not known. */
  removeSocket: (socketId: string) => string | null
  getSocketIds: (userId: string) => string[]
  getOnlineUsers: () => string[]
  isUserOnline: (userId: string) => boolean
  /** Calls back when a user's first connection comes or the last one goes; returns the unsubscribe. */
  onChange: (listener: PresenceListener) => () => void
}

export type PresenceListener = (change: { userId: string; isOnline: boolean }) => void

/** Makes an empty registry. Pure data: it knows nothing of sockets, timers or other nodes. */
export function createSocketManager(): SocketManagerAPI {
  /** Most users have one connection, and a set of one costs five times what its only member does. */
  const socketsOf = new Map<string, string | Set<string>>()
  const userOf = new Map<string, string>()
  const listeners = new Set<PresenceListener>()

  const tell = (userId: string, isOnline: boolean) => {
    for (const listener of listeners) listener({ userId, isOnline })
  }

  const removeSocket = (socketId: string) => {
    const userId = userOf.get(socketId)
    if (userId === undefined) return null
    userOf.delete(socketId)
    const sockets = socketsOf.get(userId)
    if (typeof sockets === 'object') sockets.delete(socketId)
    if (typeof sockets === 'object' && sockets.size > 0) return userId
    socketsOf.delete(userId)
    tell(userId, false)
    return userId
  }

  return {
    addUser: (userId, socketId) => {
      if (userOf.get(socketId) === userId) return
      removeSocket(socketId)
      userOf.set(socketId, userId)
      const sockets = socketsOf.get(userId)
      if (sockets === undefined) {
        socketsOf.set(userId, socketId)
        tell(userId, true)
      } else if (typeof sockets === 'string') socketsOf.set(userId, new Set([sockets, socketId]))
      else sockets.add(socketId)
    },
    removeSocket,
    getSocketIds: (userId) => {
      const sockets = socketsOf.get(userId) ?? []
      return typeof sockets === 'string' ? [sockets] : [...sockets]
    },
    getOnlineUsers: () => [...socketsOf.keys()],
    isUserOnline: (userId) => socketsOf.has(userId),
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
