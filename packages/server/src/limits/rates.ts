import type { WireError } from '@monhub/realtime-protocol'
import { realtimeError, toWireError } from '../errors'
import type { Logger } from '../logger'
import type { Session } from '../sessions'
import { createBuckets } from './buckets'
import { costOf, isRead } from './costs'
import { createSharedLimit } from './sharedLimit'
import type { ResolvedLimits } from './options'

/** How much a connection and a user may send. */
export interface Rates {
  /** Counts an event that came in; gives the error it is to be refused with, or `undefined`. */
  refusal: (session: Session, event: string) => WireError | undefined
  /** Events refused since the start. */
  refused: () => number
}

interface RatesParts {
  limits: ResolvedLimits
  logger: Logger
  /** Whether a connection has much to read before it should ask for more. */
  isBehind: (session: Session) => boolean
  /** Called when a connection went on and on. */
  onFlood: (session: Session) => void
  now: () => number
}

/** Refused events of one connection within this time are counted against it. */
const FLOOD_WINDOW_MS = 10_000
/**
 * A flood is twice as much refused as allowed, all that time. Clients that wait for their acks are
 * far from it: 500 messages that waited in an outbox are refused 500 times at worst.
 */
const FLOOD_FACTOR = 2
const FLOOD_MIN = 100
/** When to ask again with a connection that has not read what it asked for before. */
const BEHIND_RETRY_MS = 1000

interface Offence {
  since: number
  refused: number
}

export function createRates(parts: RatesParts): Rates {
  const { limits, logger, isBehind, onFlood, now } = parts
  const { eventsPerSecond, eventsBurst, userEventsPerSecond, userEventsBurst } = limits
  const ofConnection = createBuckets<Session>(
    { perSecond: eventsPerSecond, burst: eventsBurst },
    now,
  )
  const ofUser = createBuckets<string>(
    { perSecond: userEventsPerSecond, burst: userEventsBurst },
    now,
  )
  const ofAllNodes = limits.userLimiter && createSharedLimit(limits.userLimiter, logger, now)
  const offences = new WeakMap<Session, Offence>()
  const floodSize = Math.max(FLOOD_MIN, (FLOOD_FACTOR * eventsPerSecond * FLOOD_WINDOW_MS) / 1000)
  let refused = 0

  const waitMs = (session: Session, event: string) => {
    const cost = costOf(event)
    const { userId } = session
    const own = ofConnection.take(session, cost)
    if (own > 0 || userId === null) return own
    return ofUser.take(userId, cost) || (ofAllNodes?.take(userId, cost) ?? 0)
  }

  const blame = (session: Session) => {
    refused++
    const at = now()
    let offence = offences.get(session)
    if (!offence || at - offence.since > FLOOD_WINDOW_MS) {
      offences.set(session, (offence = { since: at, refused: 0 }))
      const { userId, socket } = session
      logger.debug({ userId, socketId: socket.id }, 'over the limit of events')
    }
    if (++offence.refused === floodSize) onFlood(session)
  }

  return {
    refused: () => refused,
    refusal: (session, event) => {
      const retryAfterMs = waitMs(session, event)
      if (retryAfterMs > 0) {
        blame(session)
        return limited('Too many events; send this one again later.', retryAfterMs)
      }
      if (isRead(event) && isBehind(session)) {
        refused++
        return limited('Read what was sent before asking for more.', BEHIND_RETRY_MS)
      }
      return undefined
    },
  }
}

const limited = (message: string, retryAfterMs: number) =>
  toWireError(realtimeError('RATE_LIMITED', message, { retryAfterMs }))
