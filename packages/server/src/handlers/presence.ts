import { parsers } from '@monhub/realtime-protocol/parse'
import type { Watching } from '../features/watching'
import type { Presence } from '../presence/createPresence'
import type { Handlers } from './handle'

export function createPresenceHandlers(
  { local, lastSeen, onlineList, canSee }: Presence,
  watching: Watching,
): Pick<Handlers, 'user:connect' | 'presence:watch' | 'presence:set'> {
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
      run: async ({ lastSeen: askedFor, ...request }, { session, userId }) => {
        // First, since the state below must be that of the moment it is sent.
        const seen = askedFor && { lastSeen: await lastSeenOf(userId, askedFor) }
        return { users: watching.change(session, request), ...seen }
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
