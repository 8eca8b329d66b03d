import { parsers } from '@monhub/realtime-protocol/parse'
import { realtimeError } from '../errors'
import type { Fanout } from '../presence/fanout'
import type { OnlineList } from '../presence/onlineList'
import { WATCH_ALL, watchRoom } from '../rooms'
import type { Session } from '../sessions'
import type { Handlers } from './handle'

interface PresenceParts {
  fanout: Fanout
  onlineList: OnlineList
  onlineUsers: () => string[]
  watchAllLimit: number
}

/** Single ids one connection may watch; whoever needs more watches everybody. */
const MAX_WATCHED = 2000

export function createPresenceHandlers(
  parts: PresenceParts,
): Pick<Handlers, 'user:connect' | 'presence:watch'> {
  const { fanout, onlineList, onlineUsers, watchAllLimit } = parts
  const watchedBy = new WeakMap<Session, Set<string>>()

  const watchAll = ({ socket }: Session) => {
    if (onlineUsers().length > watchAllLimit) {
      throw realtimeError(
        'WATCH_ALL_REFUSED',
        `More than ${watchAllLimit} people are online; watch the ids you show (useIsOnline), or raise presence.watchAllLimit.`,
      )
    }
    void socket.join(WATCH_ALL)
  }

  return {
    'user:connect': {
      parse: parsers['user:connect'],
      actor: (userId) => userId,
      introduces: true,
      run: (userId, { session }) => {
        if (session.version === 1) session.socket.emit('users:online', onlineList.forNewcomer())
        return { userId }
      },
    },
    'presence:watch': {
      parse: parsers['presence:watch'],
      run: ({ all, add = [], remove = [] }, { session }) => {
        const { socket } = session
        const watched = watchedBy.get(session) ?? new Set()
        watchedBy.set(session, watched)
        for (const id of remove) {
          if (watched.delete(id)) void socket.leave(watchRoom(id))
        }
        if (watched.size + add.length > MAX_WATCHED) {
          throw realtimeError(
            'BAD_PAYLOAD',
            `One connection may watch ${MAX_WATCHED} ids; stop watching some, or watch everybody.`,
          )
        }
        if (all === true) watchAll(session)
        if (all === false) void socket.leave(WATCH_ALL)
        for (const id of add) watched.add(id)
        void socket.join(add.map(watchRoom))
        return { users: fanout.snapshot(all === true ? 'all' : add) }
      },
    },
  }
}
