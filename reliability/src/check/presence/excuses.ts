import { HEAL_MS, KILL_MS, MERGE_MS, SILENCE_MS, SOON_MS } from './bounds'
import type { Life, PresenceRecord, Trouble } from './record'
import { holds, merged, type Span } from './spans'

/** What one node may be wrong about another, and when. */
export interface Excuses {
  /** The oldest moment that what it believes may date from. */
  since: (at: number) => number
  /** Whether it may take the other for dead. */
  mayBeSilent: (at: number) => boolean
}

export function excusesOf(observer: Life, other: Life, record: PresenceRecord): Excuses {
  const isOwn = observer === other
  const hits = (life: Life) => (trouble: Trouble) =>
    !('node' in trouble) || trouble.node === life.node
  const ownPauses = record.troubles.filter(
    (one) => one.kind === 'SIGSTOP' && one.node === observer.node,
  )
  const between = isOwn
    ? ownPauses
    : record.troubles.filter((one) => hits(observer)(one) || hits(other)(one))

  const late: Span[] = between.map(({ from, to }) => ({ from, to: to + HEAL_MS }))
  late.push(starting(observer))
  if (!isOwn) late.push(starting(other))
  if (!isOwn && other.end && mayDieSilently(other.end, between)) {
    const delays = record.troubles.filter(({ kind }) => kind === 'redis pause')
    late.push(dying(other.end.at, [...ownPauses, ...delays]))
  }

  const silent = isOwn
    ? []
    : // Standing still is no reason to take others for dead.
      merged(
        between.filter((one) => !ownPauses.includes(one)),
        MERGE_MS,
      )
        .filter(({ from, to }) => to > from)
        .map(({ from, to }) => ({ from: from + SILENCE_MS, to: to + HEAL_MS }))
  if (!isOwn) silent.push(starting(observer), starting(other))

  // What begins before the last is healed keeps it from healing.
  const known = merged(late, 1)

  return {
    since: (at) =>
      Math.min(at, ...known.filter((one) => holds(one, at)).map(({ from }) => from)) - SOON_MS,
    mayBeSilent: (at) => silent.some((one) => holds(one, at)),
  }
}

/** A goodbye that is said into trouble, or before it has healed, may be lost; nothing repeats it. */
const mayDieSilently = ({ at, how }: NonNullable<Life['end']>, troubles: readonly Span[]) =>
  how === 'SIGKILL' || troubles.some(({ from, to }) => from - SOON_MS <= at && at <= to + HEAL_MS)

/** A start is a heal: the others have to be asked. */
const starting = ({ startedAt }: Life): Span => ({
  from: startedAt,
  to: startedAt + HEAL_MS,
})

/**
 * Whoever stands still after a death begins to count anew when it goes on, and so does whoever is
 * given the last words of the dead by a Redis that stood still.
 */
function dying(at: number, pauses: readonly Span[]): Span {
  let to = at + KILL_MS
  for (const pause of [...pauses].sort((a, b) => a.from - b.from)) {
    if (pause.from <= to && pause.to >= at) to = Math.max(to, pause.to + KILL_MS)
  }
  return { from: at, to }
}
