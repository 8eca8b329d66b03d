import type { PresenceMeta } from '@monhub/realtime-protocol'
import type { Appearance } from './appearance'
import { NOTHING_MORE, type Value } from './gossip'

/** What one node says of a user it has connections of. */
export interface PresenceEntry extends Appearance {
  away?: true
  /** When the appearance was set, in milliseconds since 1970. */
  setAt?: number
}

/** Nothing is known of them but that they are online; shared, since most are so. */
export const PLAIN: PresenceMeta = Object.freeze({})

export const toEntry = (appearance: Appearance, setAt: number, away: boolean): Value => {
  const { status, text, invisible } = appearance
  // Names in one order, so that the same entry is the same JSON on every node.
  const entry = {
    ...(status !== undefined && { status }),
    ...(text !== undefined && { text }),
    ...(invisible && { invisible }),
    ...(setAt > 0 && { setAt }),
    ...(away && { away }),
  }
  return Object.keys(entry).length === 0 ? NOTHING_MORE : entry
}

/** What all nodes together say of a user: the latest appearance; away where nobody says otherwise. */
export function merge(entries: readonly PresenceEntry[]): PresenceEntry {
  const latest = entries.reduce((best, entry) => (isLater(entry, best) ? entry : best))
  const away = entries.every((entry) => entry.away)
  if (away === (latest.away === true)) return latest
  return { ...latest, away: away || undefined }
}

/** Two settings of the same moment need an order that all nodes share. */
const isLater = (a: PresenceEntry, b: PresenceEntry) => {
  const difference = (a.setAt ?? 0) - (b.setAt ?? 0)
  return difference > 0 || (difference === 0 && appearanceOf(a) > appearanceOf(b))
}
const appearanceOf = ({ status, text, invisible }: PresenceEntry) =>
  JSON.stringify([status, text, invisible])

/** What of it clients are told; `undefined` for who does not want to be seen. */
export function metaOf(entry: PresenceEntry | undefined): PresenceMeta | undefined {
  if (!entry || entry.invisible) return undefined
  const { status, text, away } = entry
  if (status === undefined && text === undefined && !away) return PLAIN
  return {
    ...(status !== undefined && { status }),
    ...(text !== undefined && { text }),
    ...(away && { away }),
  }
}

export const isSameMeta = (a: PresenceMeta | undefined, b: PresenceMeta | undefined): boolean =>
  a === b || (!!a && !!b && a.status === b.status && a.text === b.text && a.away === b.away)
