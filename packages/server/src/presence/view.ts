import type { PresenceMeta } from '@monhub/realtime-protocol'
import { isSameMeta, merge, metaOf, type PresenceEntry } from './entry'

/** Who is online on any node, kept ready so that reading it is a look-up. */
export interface View {
  isOnline: (userId: string) => boolean
  /** What others may see of a user; `undefined` when offline or invisible. */
  metaOf: (userId: string) => PresenceMeta | undefined
  onlineUsers: () => string[]
  onlineCount: () => number
  /** Online, and be it invisibly: whoever is here needs no push or e-mail. */
  isConnected: (userId: string) => boolean
  /** What the nodes say of a user may have changed. */
  changed: (userId: string) => void
}

interface ViewParts {
  /** What the nodes that are up say of a user. */
  entriesOf: (userId: string) => readonly PresenceEntry[]
  /** Called when something changed that others may see. */
  onChange: (userId: string, meta: PresenceMeta | undefined) => void
}

export function createView({ entriesOf, onChange }: ViewParts): View {
  const visible = new Map<string, PresenceMeta>()
  const invisible = new Set<string>()

  return {
    isOnline: (userId) => visible.has(userId),
    metaOf: (userId) => visible.get(userId),
    onlineUsers: () => [...visible.keys()],
    onlineCount: () => visible.size,
    isConnected: (userId) => visible.has(userId) || invisible.has(userId),
    changed: (userId) => {
      const entries = entriesOf(userId)
      const meta = entries.length === 0 ? undefined : metaOf(merge(entries))
      if (entries.length > 0 && !meta) invisible.add(userId)
      else invisible.delete(userId)
      if (isSameMeta(visible.get(userId), meta)) return
      if (meta) visible.set(userId, meta)
      else visible.delete(userId)
      onChange(userId, meta)
    },
  }
}
