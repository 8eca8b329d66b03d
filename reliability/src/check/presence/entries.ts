import type { Connection, Life, PresenceRecord } from './record'
import { cover, meets, type Span } from './spans'

/** Two processes read the same clock, and round it. */
const CLOCK_MS = 2
/** A client hears this late, on a busy machine, that the server ended a connection. */
const NEWS_MS = 500

/** What a node itself may hold of a user, by what the user's connections to it did. */
export interface Entry {
  lifeId: string
  /** Whether it may have held the user at some moment of a span. */
  maybe: (span: Span) => boolean
  /** Whether it held the user all through a span. */
  surely: (span: Span) => boolean
}

/** Of each user the entries of all nodes they ever went to. */
export function entriesOf(record: PresenceRecord): Map<string, Entry[]> {
  const byUser = new Map<string, Entry[]>()
  for (const userId of new Set(record.connections.map((one) => one.userId))) {
    const entries = record.lives.flatMap((life): Entry[] => {
      const own = record.connections.filter(
        (one) => one.userId === userId && one.lifeId === life.id,
      )
      return own.length === 0 ? [] : [entryOf(life, own, record)]
    })
    byUser.set(userId, entries)
  }
  return byUser
}

function entryOf(life: Life, connections: Connection[], record: PresenceRecord): Entry {
  const endAt = life.end?.at ?? Infinity
  const clip = ({ from, to }: Span): Span => ({ from, to: Math.min(to, endAt) })
  const possible = connections.map((one) => clip(possibly(one, life, record)))
  const certain = connections.flatMap((one) => {
    const span = certainly(one, connections, record)
    return span ? [clip(span)] : []
  })
  return {
    lifeId: life.id,
    maybe: (span) => possible.some((one) => one.from <= one.to && meets(one, span)),
    surely: (span) => cover(certain, span),
  }
}

function possibly({ beganAt, end }: Connection, life: Life, record: PresenceRecord): Span {
  /** A node that stands still notices nothing before it goes on. */
  const noticed = (at: number) =>
    record.troubles.find(
      (one) =>
        one.kind === 'SIGSTOP' && one.node === life.node && one.from - 50 <= at && at <= one.to,
    )?.to ?? at
  if (!end) return { from: beganAt, to: Infinity }
  const at = noticed(end.at)
  const isSudden = end.how === 'broke' || end.how === 'gone'
  return { from: beganAt, to: isSudden ? noticed(at + record.graceMs) : at }
}

function certainly(
  one: Connection,
  all: Connection[],
  { graceMs }: PresenceRecord,
): Span | undefined {
  const { connectedAt: from, end } = one
  if (from === undefined) return undefined
  if (!end) return { from, to: Infinity }
  if (end.how === 'closed' || end.how === 'gone') return { from, to: end.at - NEWS_MS }
  const grace = { from: end.at, to: end.at + graceMs }
  // Whoever comes back and signs out is gone at once.
  const isAlone = all.every(
    (other) =>
      other === one || !meets({ from: other.beganAt, to: other.end?.at ?? Infinity }, grace),
  )
  return { from, to: (end.how === 'broke' && isAlone ? grace.to : end.at) - CLOCK_MS }
}
