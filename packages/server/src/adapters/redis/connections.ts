import type { Bus } from '../bus'
import { contain } from '../contain'
import type { Link, OpenLink, Role } from './link'
import { createOutbox } from './outbox'
import { patientReads, type Reader } from './reader'

export interface Connections {
  /** For the official adapters; `duplicate()` gives another connection of ours. */
  publisher: object
  subscriber: () => object
  close: () => Promise<void>
}

/** A connection that leaves a PING unanswered for this long is given up. Reads block for 5 s. */
const WATCH_MS = 10_000

const NEEDS_REDIS_7 =
  "Sharded pub/sub needs Redis 7, and this server does not know it: use { kind: 'classic' } or a newer Redis"

/** The connections of one node, which report to its bus. They are made here, so they end here. */
export function openConnections(openLink: OpenLink, bus: Bus, deliversFirst: boolean): Connections {
  const links: Link[] = []
  const readers: Reader[] = []
  /** Connected, and refused to hear what it asked for. */
  const deaf = new Set<Link>()
  let isClosed = false
  let isStarting = true

  const away = (error: unknown) => {
    if (!isClosed) bus.away(explain(error))
  }
  const works = () => {
    if (bus.status().failingSinceAt === null) return
    const isReachable = links.every((link) => link.isReady() && !deaf.has(link))
    if (isReachable && !readers.some((reader) => reader.isFailing())) bus.works()
  }
  const reports = { away, works, failed: (error: unknown) => bus.failed(explain(error)) }

  const open = (role: Role, onReady = () => {}) => {
    const events = {
      onError: (error: unknown) => {
        isStarting = false
        away(error)
      },
      onReady: () => {
        isStarting = false
        deaf.delete(link)
        onReady()
        works()
      },
    }
    const link: Link = openLink(role, events)
    links.push(link)
    return link
  }

  const outbox = createOutbox({
    isReady: () => publisher.isReady(),
    // A server that starts is connected in a moment.
    hasPatience: () => deliversFirst || isStarting,
  })
  const publisher = open('publisher', outbox.flush)

  const subscriber = (): object => {
    const link = open('subscriber')
    const reader = patientReads(link.client, away)
    readers.push(reader)
    const refused = (error: unknown) => {
      deaf.add(link)
      away(error)
    }
    return contain(
      link.client,
      { ...reports, away: refused },
      {
        members: {
          ...reader.commands,
          // The streams adapter connects, and ends, what it has duplicated.
          connect: () => link.connected,
          disconnect: () => void link.close(),
        },
      },
    )
  }

  const unanswered = new Set<Link>()
  const watch = setInterval(() => {
    for (const link of links) {
      if (unanswered.delete(link)) {
        away(new Error('Redis does not answer'))
        link.restart()
      } else if (link.isReady()) {
        unanswered.add(link)
        const answered = () => void unanswered.delete(link)
        link.ping().then(answered, answered)
      }
    }
  }, WATCH_MS).unref()

  return {
    publisher: contain(publisher.client, reports, {
      send: outbox.send,
      members: { duplicate: subscriber },
    }),
    subscriber,
    close: async () => {
      isClosed = true
      clearInterval(watch)
      outbox.close()
      await Promise.all(links.map((link) => link.close()))
    },
  }
}

const explain = (error: unknown): unknown =>
  error instanceof Error && /unknown command.*s(?:ubscribe|publish)/i.test(error.message)
    ? new Error(NEEDS_REDIS_7, { cause: error })
    : error
