import type { PresenceDiff, PresenceMeta } from '@monhub/realtime-protocol'

/** Somebody's details while online, `null` while offline, `undefined` while nothing was told. */
export type Known = PresenceMeta | null | undefined

export interface PresenceState {
  of(userId: string): Known
  /** Those online, sorted; the same array while nobody came or went. */
  onlineUsers(): string[]
  /** What a watch answered: the truth about `userIds`, or about everybody. */
  answer(userIds: readonly string[] | 'all', users: Readonly<Record<string, PresenceMeta>>): void
  diff(diff: PresenceDiff): void
  /** Drops what is no longer watched. */
  forget(userIds?: Iterable<string>): void
  /** Drops that too; and who was offline may have come and gone unseen. */
  doubt(): void
}

/**
 * What is known of those who are watched. A diff costs what it names, and `onChange` hears of
 * everybody of whom something changed by value.
 */
export function createPresenceState(
  watched: { has(userId: string): boolean; isAll(): boolean },
  onChange: (userId: string) => void,
): PresenceState {
  const known = new Map<string, PresenceMeta | null>()
  let sorted: string[] | undefined

  function learn(userId: string, told: Known) {
    const before = known.get(userId)
    const next = watched.has(userId) || (told && watched.isAll()) ? told : undefined
    if (isSame(before, next)) return
    if (next === undefined) known.delete(userId)
    else known.set(userId, next)
    if (!before !== !next) sorted = undefined
    onChange(userId)
  }

  return {
    of: (userId) => known.get(userId),
    onlineUsers: () => (sorted ??= [...known.keys()].filter((id) => known.get(id)).sort()),
    answer(userIds, users) {
      for (const id of userIds === 'all' ? [...known.keys()] : userIds) {
        if (Object.hasOwn(users, id)) continue
        // Offline before may be an earlier absence, told by a diff that was late.
        if (known.get(id) === null) learn(id, undefined)
        learn(id, null)
      }
      for (const [id, meta] of Object.entries(users)) learn(id, meta)
    },
    diff({ joined = {}, left = [] }) {
      for (const id of left) learn(id, null)
      for (const [id, meta] of Object.entries(joined)) learn(id, meta)
    },
    forget(userIds = known.keys()) {
      for (const id of userIds) learn(id, known.get(id))
    },
    doubt() {
      for (const [id, meta] of known) learn(id, meta ?? undefined)
    },
  }
}

const isSame = (a: Known, b: Known) =>
  a === b || (a && b && a.status === b.status && a.text === b.text && a.away === b.away)
