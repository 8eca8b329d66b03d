import type { PresenceDiff, PresenceMeta } from '@monhub/realtime-protocol'

/** Those known to be online among the ids that are watched. */
export type Online = ReadonlyMap<string, PresenceMeta>

/** What a watch answered: the truth about `ids`, or about everybody. */
export function applyWatch(
  online: Online,
  ids: readonly string[] | 'all',
  users: Readonly<Record<string, PresenceMeta>>,
): Online {
  if (ids === 'all') return new Map(Object.entries(users))
  const next = new Map(online)
  for (const id of ids) {
    if (Object.hasOwn(users, id)) next.set(id, users[id] as PresenceMeta)
    else next.delete(id)
  }
  return next
}

export function applyDiff(online: Online, { joined, left }: PresenceDiff): Online {
  const next = new Map(online)
  for (const id of left) next.delete(id)
  for (const [id, meta] of Object.entries(joined)) next.set(id, meta)
  return next
}

/** What is left of it when only these are watched. */
export const keepOnly = (online: Online, isWatched: (id: string) => boolean): Online =>
  new Map([...online].filter(([id]) => isWatched(id)))

/** The ids that came or went between two states. */
export const changed = (before: Online, after: Online): string[] => [
  ...[...before.keys()].filter((id) => !after.has(id)),
  ...[...after.keys()].filter((id) => !before.has(id)),
]
