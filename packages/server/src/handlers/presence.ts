import { parsers } from '@monhub/realtime-protocol/parse'
import { realtimeError } from '../errors'
import type { Presence } from '../presence/createPresence'
import { WATCH_ALL } from '../rooms'
import type { Session } from '../sessions'
import { sharedAnswer } from '../sharedAnswers'
import type { Handlers } from './handle'

/** Single ids one connection may watch; whoever needs more watches everybody. */
const MAX_WATCHED = 2000

export function createPresenceHandlers(
  { fanout, view, local, lastSeen, onlineList, canSee }: Presence,
  { watchAllLimit }: { watchAllLimit: number },
): Pick<Handlers, 'user:connect' | 'presence:watch' | 'presence:set'> {
  const watchAll = ({ socket, viewer }: Session) => {
    if (view.onlineCount() > watchAllLimit) {
      throw realtimeError(
        'WATCH_ALL_REFUSED',
        `More than ${watchAllLimit} people are online; watch the ids you show (useIsOnline), or raise presence.watchAllLimit.`,
      )
    }
    void socket.join(WATCH_ALL)
    return sharedAnswer(fanout.watch(viewer, 'all'))
  }

  const lastSeenOf = async (viewerId: string, userIds: readonly string[]) =>
    Object.fromEntries(await lastSeen.of(userIds.filter((userId) => canSee(viewerId, userId))))

  return {
    'user:connect': {
      parse: parsers['user:connect'],
      actor: (userId) => userId,
      introduces: true,
      run: (userId, { session }) => {
        if (session.version === 1 && onlineList)
          session.socket.emit('users:online', onlineList.forNewcomer())
        return { userId }
      },
    },
    'presence:watch': {
      parse: parsers['presence:watch'],
      run: async ({ all, add = [], remove = [], lastSeen: askedFor }, { session, userId }) => {
        // First, since the state below must be that of the moment it is sent.
        const seen = askedFor && { lastSeen: await lastSeenOf(userId, askedFor) }
        const { socket, viewer } = session
        fanout.unwatch(viewer, remove)
        if (fanout.watchedCount(viewer) + add.length > MAX_WATCHED) {
          throw realtimeError(
            'BAD_PAYLOAD',
            `One connection may watch ${MAX_WATCHED} ids; stop watching some, or watch everybody.`,
          )
        }
        if (all === false) {
          void socket.leave(WATCH_ALL)
          fanout.unwatch(viewer, 'all')
        }
        const added = fanout.watch(viewer, add)
        return { users: all === true ? watchAll(session) : added, ...seen }
      },
    },
    'presence:set': {
      parse: parsers['presence:set'],
      run: (request, { session, userId }) => {
        local.set({ userId, socketId: session.socket.id }, request)
        return {}
      },
    },
  }
}
