import type { Logger } from '../logger'
import { SLOW } from '../rooms'
import type { Session } from '../sessions'
import type { ResolvedLimits } from './options'
import { destroyConnection, unreadOf, type Unread } from './unread'

/** Connections that do not read what they are sent. */
export interface SlowConsumers {
  opened: (session: Session) => void
  closed: (session: Session) => void
  /** Whether a connection has more unread than is good for it, at this moment. */
  isBehind: (session: Session) => boolean
  /** Connections cut since the start. */
  cut: () => number
  close: () => void
}

interface SlowConsumersParts {
  limits: Pick<ResolvedLimits, 'unreadBytes' | 'maxUnreadBytes'>
  logger: Logger
  /** Nothing of presence goes to this connection any more; said again while that holds. */
  hold: (session: Session) => void
  /** It has read: tells it the presence of now. */
  release: (session: Session) => void
}

const LOOK_MS = 500
const UNREAD_PACKETS = 1000
/**
 * How often a connection that is behind may be found to have read nothing at all: 5 s. Counted, so
 * that a process that was stopped for longer does not blame others.
 */
const STALLED_LOOKS = 5000 / LOOK_MS

interface Backlog {
  /** The least that was unread since it fell behind. */
  least: number
  last: Unread
  /** Looks since it last read something. */
  stalled: number
}

/**
 * Looks twice a second. What can be told anew later is held back from whoever is behind; messages
 * are not, so that they are cut before they cost much memory, and fetch what they missed when they
 * are back. Who reads slowly, but reads, is not cut for one large answer.
 */
export function createSlowConsumers(parts: SlowConsumersParts): SlowConsumers {
  const { limits, logger, hold, release } = parts
  const { unreadBytes, maxUnreadBytes } = limits
  const sessions = new Set<Session>()
  const backlogs = new Map<Session, Backlog>()
  let cutCount = 0

  const isOver = ({ bytes, packets }: Unread, share = 1) =>
    bytes > unreadBytes * share || packets > UNREAD_PACKETS * share

  const look = (session: Session) => {
    const unread = unreadOf(session.socket.conn)
    const backlog = backlogs.get(session)
    // Half of what makes it slow, lest it is told of presence at every look.
    if (!isOver(unread, backlog && 0.5)) {
      if (backlog) recover(session)
      return
    }
    if (!backlog) {
      backlogs.set(session, { least: unread.bytes, last: unread, stalled: 0 })
      void session.socket.join(SLOW)
    }
    hold(session)
    if (backlog && hasFallenBehind(backlog, unread)) cut(session, unread)
  }

  const hasFallenBehind = (backlog: Backlog, unread: Unread) => {
    const { last } = backlog
    const hasRead = unread.bytes < last.bytes || unread.underWay < last.underWay
    backlog.stalled = hasRead ? 0 : backlog.stalled + 1
    backlog.last = unread
    const bound = hasRead ? maxUnreadBytes : maxUnreadBytes / 2
    if (unread.bytes > bound && unread.bytes > backlog.least) return true
    backlog.least = Math.min(backlog.least, unread.bytes)
    return backlog.stalled >= STALLED_LOOKS
  }

  const recover = (session: Session) => {
    backlogs.delete(session)
    void session.socket.leave(SLOW)
    release(session)
  }

  const cut = ({ socket, userId }: Session, { bytes, packets }: Unread) => {
    cutCount++
    logger.info({ userId, socketId: socket.id, bytes, packets }, 'cut, since it does not read')
    destroyConnection(socket.conn)
  }

  const timer = setInterval(() => sessions.forEach(look), LOOK_MS)
  timer.unref()

  return {
    opened: (session) => void sessions.add(session),
    closed: (session) => {
      sessions.delete(session)
      backlogs.delete(session)
    },
    isBehind: ({ socket }) => isOver(unreadOf(socket.conn)),
    cut: () => cutCount,
    close: () => {
      clearInterval(timer)
      // A close in good order would wait for them.
      for (const { socket } of backlogs.keys()) destroyConnection(socket.conn)
    },
  }
}
