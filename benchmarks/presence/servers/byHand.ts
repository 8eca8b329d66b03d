import type { Server, Socket } from 'socket.io'
import { userIdOf } from '../../shared/identity'

/** As ours has them. */
const WINDOW_MS = 100
const MAX_WINDOW_MS = 1000

interface Arrival {
  userId: string
  watch: { all?: boolean; add?: string[] }
}

/**
 * The least that telling costs: the frames of ours, in windows like ours, by bare Socket.IO. A user
 * has one connection, and there are no devices, grace, status, filter, limits or other nodes.
 */
export function startByHand(io: Server): void {
  const online = new Set<string>()
  const told = new Set<string>()
  const changed = new Set<string>()
  const watchersOf = new Map<string, Set<Socket>>()
  let watchingAll = 0
  let timer: NodeJS.Timeout | undefined
  let nextAt = 0

  const flush = () => {
    timer = undefined
    const newsFor = new Map<Socket, string[]>()
    const news = [...changed].filter((userId) => online.has(userId) !== told.has(userId))
    changed.clear()
    for (const userId of news) {
      if (!told.delete(userId)) told.add(userId)
      for (const watcher of watchersOf.get(userId) ?? []) {
        const list = newsFor.get(watcher)
        if (list) list.push(userId)
        else newsFor.set(watcher, [userId])
      }
    }
    if (watchingAll > 0) io.to('watching all').emit('presence:diff', diffOf(news))
    for (const [watcher, list] of newsFor) watcher.emit('presence:diff', diffOf(list))
    nextAt = performance.now() + Math.min(newsFor.size + watchingAll, MAX_WINDOW_MS)
  }

  const diffOf = (userIds: string[]) => ({
    joined: usersOf(userIds.filter((userId) => told.has(userId))),
    left: userIds.filter((userId) => !told.has(userId)),
  })

  const change = (userId: string) => {
    changed.add(userId)
    timer ??= setTimeout(flush, Math.max(WINDOW_MS, nextAt - performance.now()))
  }

  const authenticate = async (auth: Record<string, unknown>): Promise<Arrival> => {
    const { rt } = auth as { rt: Pick<Arrival, 'watch'> }
    return { userId: userIdOf(auth), watch: rt.watch }
  }
  io.use((socket, next) => {
    authenticate(socket.handshake.auth).then((arrival) => {
      Object.assign(socket.data as object, arrival)
      next()
    }, next)
  })

  io.on('connection', (socket) => {
    const { userId, watch } = socket.data as Arrival
    const { all = false, add = [] } = watch
    online.add(userId)
    change(userId)
    if (all) {
      void socket.join('watching all')
      watchingAll++
    }
    for (const id of add) {
      const watchers = watchersOf.get(id) ?? new Set()
      watchersOf.set(id, watchers.add(socket))
    }
    const users = usersOf(all ? told : add.filter((id) => told.has(id)))
    socket.emit('server:hello', { v: 2, userId, users })
    socket.on('disconnect', () => {
      online.delete(userId)
      change(userId)
      if (all) watchingAll--
      for (const id of add) watchersOf.get(id)?.delete(socket)
    })
  })
}

const usersOf = (userIds: Iterable<string>) =>
  Object.fromEntries([...userIds].map((id) => [id, {}]))
