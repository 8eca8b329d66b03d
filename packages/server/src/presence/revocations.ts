import type { Clock } from './clock'
import type { Value } from './gossip'

/** Sessions that were ended: cut on every node, and on one that hears of it late. */
export interface Revocations {
  /** Ends every session that matches, here now and elsewhere as soon as it is heard. */
  revoke: (target: Target, reason: string) => void
  /** Why a session whose sign-in was checked at `since` has been ended; `undefined` if it was not. */
  reasonFor: (session: { userId: string; sessionId?: string; since: number }) => string | undefined
  /** Another node's entry appeared, as its clock stood at `at`. */
  learned: (value: Value, at: number) => void
}

export type Target = { userId: string } | { sessionId: string }

interface RevocationParts {
  clock: Clock
  /** Puts an entry into the table of this node, or takes it out again. */
  publish: (key: string, value: Value | undefined) => void
  /** Ends the matching sessions of this node that were opened before `before` of its clock. */
  cut: (target: Target, reason: string, before: number) => void
}

/** A node that was cut off for longer learns nothing of it; `authenticate` refuses by then. */
const KEPT_MS = 60 * 60_000
/** No user id has a space in it, so the keys of revocations are apart from theirs. */
const PREFIX = ' '

export const isRevocationKey = (key: string) => key.startsWith(PREFIX)

export function createRevocations({ clock, publish, cut }: RevocationParts): Revocations {
  const known = new Map<string, { at: number; reason: string }>()
  let count = 0

  const remember = (target: Target, reason: string, at: number) => {
    const name = nameOf(target)
    if ((known.get(name)?.at ?? -Infinity) >= at) return
    const entry = { at, reason }
    known.set(name, entry)
    clock.after(KEPT_MS, () => {
      if (known.get(name) === entry) known.delete(name)
    })
  }

  return {
    revoke: (target, reason) => {
      const at = clock.now()
      const key = `${PREFIX}${++count}`
      remember(target, reason, at)
      cut(target, reason, at)
      publish(key, { ...target, reason, at })
      clock.after(KEPT_MS, () => publish(key, undefined))
    },
    learned: (value, saidAt) => {
      const { userId, sessionId, reason, at } = value
      if (typeof reason !== 'string' || typeof at !== 'number') return
      const target =
        typeof userId === 'string'
          ? { userId }
          : typeof sessionId === 'string'
            ? { sessionId }
            : undefined
      if (!target) return
      // Its age is the same on every clock; a late message makes it younger, which cuts too much.
      const revokedAt = clock.now() - (saidAt - at)
      remember(target, reason, revokedAt)
      cut(target, reason, revokedAt)
    },
    reasonFor: ({ userId, sessionId, since }) =>
      [{ userId }, ...(sessionId === undefined ? [] : [{ sessionId }])]
        .map((target) => known.get(nameOf(target)))
        .find((entry) => entry !== undefined && entry.at >= since)?.reason,
  }
}

const nameOf = (target: Target) =>
  'userId' in target ? `u ${target.userId}` : `s ${target.sessionId}`
