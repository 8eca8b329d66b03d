import type { PresenceMeta, PresenceWatchRequest } from '@monhub/realtime-protocol'
import { realtimeError } from '../errors'
import type { Presence } from '../presence/createPresence'
import { WATCH_ALL } from '../rooms'
import type { Session } from '../sessions'
import { sharedAnswer } from '../sharedAnswers'

export interface Watching {
  /**
   * Watches more or fewer people; gives who is online among the new ones, or everybody.
   * @throws RealtimeError `BAD_PAYLOAD`, `WATCH_ALL_REFUSED`
   */
  change: (session: Session, request: PresenceWatchRequest) => Record<string, PresenceMeta>
}

/** Single ids one connection may watch; whoever needs more watches everybody. */
const MAX_WATCHED = 2000

/** Whom each connection is told of. */
export function createWatching(
  { fanout, view }: Pick<Presence, 'fanout' | 'view'>,
  { watchAllLimit }: { watchAllLimit: number },
): Watching {
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

  return {
    change: (session, { all, add = [], remove = [] }) => {
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
      return all === true ? watchAll(session) : added
    },
  }
}
