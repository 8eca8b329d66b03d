import { HEAL_MS, SOON_MS } from './bounds'
import type { Connection, PresenceRecord, PresenceViolation, Revocation } from './record'

/** What was said this shortly before a connection broke may be lost with it. */
const IN_FLIGHT_MS = 200
/** Younger connections may have begun to sign in after the end. */
const YOUNG_MS = 100

export interface Cut {
  /** From the order, or from the end of what kept it back, to the end of the connection. */
  tookMs: number
  wasKeptBack: boolean
}

/** Connections that outlived the end of their session, and how long the others took. */
export function lateCuts(record: PresenceRecord): { violations: PresenceViolation[]; cuts: Cut[] } {
  const violations: PresenceViolation[] = []
  const cuts: Cut[] = []
  for (const revocation of record.revocations) {
    for (const connection of record.connections) {
      if (!isMeant(connection, revocation)) continue
      const { healedAt, dueAt } = deadline(connection, revocation, record)
      const endAt = connection.end?.at ?? Infinity
      if (isOver(connection.lifeId, dueAt, record) || isOver(revocation.lifeId, dueAt, record)) {
        continue
      }
      if (endAt > dueAt) {
        const { userId, lifeId } = connection
        const detail = `${lifeId} kept ${userId} ${Math.round(endAt - revocation.at)} ms after ${revocation.lifeId} was told to end all`
        violations.push({ kind: 'not cut', lifeId, userId, at: revocation.at, detail })
      } else if (connection.end?.how === 'closed') {
        const tookMs = Math.max(0, endAt - Math.max(healedAt, revocation.at))
        cuts.push({ tookMs, wasKeptBack: healedAt > revocation.at && endAt > healedAt })
      }
    }
  }
  return { violations, cuts }
}

const isMeant = ({ userId, connectedAt = Infinity, end }: Connection, to: Revocation): boolean =>
  userId === to.userId && connectedAt < to.at - YOUNG_MS && (end?.at ?? Infinity) > to.at

const isOver = (lifeId: string, at: number, { lives }: PresenceRecord): boolean =>
  (lives.find(({ id }) => id === lifeId)?.end?.at ?? Infinity) <= at

function deadline({ lifeId }: Connection, revocation: Revocation, record: PresenceRecord) {
  const nodes = record.lives.flatMap(({ id, node }) =>
    id === lifeId || id === revocation.lifeId ? [node] : [],
  )
  let healedAt = revocation.at
  let dueAt = revocation.at + SOON_MS
  for (const one of [...record.troubles].sort((a, b) => a.from - b.from)) {
    if ('node' in one && !nodes.includes(one.node)) continue
    if (one.from - IN_FLIGHT_MS > dueAt || one.to < revocation.at - IN_FLIGHT_MS) continue
    healedAt = Math.max(healedAt, one.to)
    dueAt = Math.max(dueAt, one.to + HEAL_MS)
  }
  return { healedAt, dueAt }
}
