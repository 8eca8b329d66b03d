import type { Admission } from '../auth'
import { endSession } from '../endSession'
import type { ResolvedOptions } from '../options'
import type { Presence } from '../presence/createPresence'
import type { Session } from '../sessions'
import type { RealtimeSocket } from '../types'
import { createRates, type Rates } from './rates'
import { createSlowConsumers, type SlowConsumers } from './slowConsumers'
import { limitUserConnections } from './userConnections'

/** What holds clients to what one server can bear. */
export interface Limits extends Pick<Rates, 'refusal'>, Pick<SlowConsumers, 'opened' | 'closed'> {
  /** Socket.IO middleware behind the one that authenticates. */
  middleware: (socket: RealtimeSocket, next: (error?: Error) => void) => void
  counts: () => LimitCounts
  close: () => void
}

/** What was refused and cut on this node since the start. */
export interface LimitCounts {
  refusedEvents: number
  /** Connections that flooded or did not read. */
  cutConnections: number
}

interface LimitsParts {
  options: Pick<ResolvedOptions, 'limits' | 'logger'>
  presence: Pick<Presence, 'fanout' | 'onlineList'>
  admissionOf: (socket: RealtimeSocket) => Admission
  connectionsOf: (userId: string) => number
}

/** When a client that flooded may come back. */
const FLOOD_RETRY_MS = 30_000

export function createLimits(parts: LimitsParts): Limits {
  const { options, presence, admissionOf, connectionsOf } = parts
  const { limits, logger } = options
  if (!limits) return UNLIMITED
  const { fanout, onlineList } = presence
  const now = () => performance.now()
  let floods = 0

  const slow = createSlowConsumers({
    ...{ limits, logger },
    hold: ({ viewer }) => fanout.hold(viewer),
    release: ({ viewer, socket, version }) => {
      fanout.release(viewer)
      if (version === 1 && onlineList) socket.emit('users:online', onlineList.forNewcomer())
    },
  })
  const onFlood = (session: Session) => {
    floods++
    const { userId, socket } = session
    logger.info({ userId, socketId: socket.id }, 'cut, since it goes on far above its limit')
    const reason = 'Far too many events; slow down.'
    endSession(session, { code: 'RATE_LIMITED', reason, retryAfterMs: FLOOD_RETRY_MS })
  }
  const rates = createRates({ ...{ limits, logger, onFlood, now }, isBehind: slow.isBehind })

  return {
    refusal: rates.refusal,
    opened: slow.opened,
    closed: slow.closed,
    middleware: limitUserConnections({
      limit: limits.connectionsPerUser,
      ...{ admissionOf, countOf: connectionsOf },
    }),
    counts: () => ({ refusedEvents: rates.refused(), cutConnections: floods + slow.cut() }),
    close: slow.close,
  }
}

const UNLIMITED: Limits = {
  refusal: () => undefined,
  opened: () => {},
  closed: () => {},
  middleware: (_socket, next) => next(),
  counts: () => ({ refusedEvents: 0, cutConnections: 0 }),
  close: () => {},
}
