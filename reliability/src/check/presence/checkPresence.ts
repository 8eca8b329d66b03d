import { HEAL_MS } from './bounds'
import { entriesOf, type Entry } from './entries'
import { excusesOf, type Excuses } from './excuses'
import type { Life, PresenceRecord, PresenceViolation } from './record'
import { lateCuts } from './revoked'
import { contradictions, replay } from './seen'

const STEP_MS = 50

/**
 * Judges who each node showed at every moment by what clients did and when things were broken: a
 * node may believe what was true of another not too long ago, and where it heard nothing for long,
 * that nobody is there. Pure.
 */
export function checkPresence(record: PresenceRecord): PresenceViolation[] {
  const entries = entriesOf(record)
  return record.lives
    .flatMap((life) => {
      const excuses = new Map(
        record.lives.map((other) => [other.id, excusesOf(life, other, record)] as const),
      )
      const wrong = [...entries].flatMap(([userId, all]) =>
        mistakes(life, userId, all, excuses, record),
      )
      return [...wrong, ...contradictions(life)]
    })
    .concat(lateCuts(record).violations)
}

/** Moments at which somebody could be wrong: every so often, and whenever the node changed its mind. */
export function moments(life: Life, userId: string, until: number, stepMs: number): number[] {
  const end = Math.min(life.end?.at ?? Infinity, until)
  const count = Math.max(0, Math.ceil((end - life.startedAt) / stepMs))
  const regular = Array.from({ length: count }, (_, i) => life.startedAt + i * stepMs)
  const own = life.changes.flatMap((one) => (one.userId === userId && one.at < end ? [one.at] : []))
  return [...regular, ...own].sort((a, b) => a - b)
}

function mistakes(
  life: Life,
  userId: string,
  entries: readonly Entry[],
  excuses: ReadonlyMap<string, Excuses>,
  record: PresenceRecord,
): PresenceViolation[] {
  const seen = replay(life, userId)
  const found: PresenceViolation[] = []
  let isWrong = false

  for (const at of moments(life, userId, record.until, STEP_MS)) {
    const isOnline = seen(at)
    const must = demand(at, entries, excuses)
    const wasWrong = isWrong
    isWrong = must !== undefined && must !== isOnline
    if (!isWrong || wasWrong) continue
    const detail = `${life.id} showed ${userId} as ${isOnline ? 'online' : 'offline'}`
    const kind = isOnline ? 'ghost' : stoodStill(life, at, record) ? 'false leave' : 'missing'
    found.push({ kind, lifeId: life.id, userId, at, detail })
  }
  return found
}

/** What a node has to show; `undefined` while it may show either. */
function demand(
  at: number,
  entries: readonly Entry[],
  excuses: ReadonlyMap<string, Excuses>,
): boolean | undefined {
  let mayBeThere = false
  for (const { lifeId, maybe, surely } of entries) {
    const excuse = excuses.get(lifeId)
    if (!excuse) continue
    const span = { from: excuse.since(at), to: at }
    if (surely(span) && !excuse.mayBeSilent(at)) return true
    mayBeThere ||= maybe(span)
  }
  return mayBeThere ? undefined : false
}

const stoodStill = (life: Life, at: number, { troubles }: PresenceRecord): boolean =>
  troubles.some(
    (one) =>
      one.kind === 'SIGSTOP' && one.node === life.node && one.from <= at && at <= one.to + HEAL_MS,
  )
