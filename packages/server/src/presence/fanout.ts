import type { PresenceDiff, PresenceMeta } from '@monhub/realtime-protocol'

export interface Fanout {
  /** Marks a user as possibly changed; the next flush tells who watches. */
  changed: (userId: string) => void
  /** What clients have been told so far of these users, or of everybody. */
  snapshot: (userIds: readonly string[] | 'all') => Record<string, PresenceMeta>
  close: () => void
}

interface FanoutParts {
  isOnline: (userId: string) => boolean
  /** Sends the whole diff to those who watch everybody. */
  tellAll: (diff: PresenceDiff) => void
  /** Sends one user's part of a diff to those who watch that user alone. */
  tellWatchers: (userId: string, diff: PresenceDiff) => void
}

/**
 * What clients are told of presence. It keeps `published`, the state they were told: a snapshot is
 * `published`, a diff is live minus `published` at the flush. So a join and leave that cancel out
 * within one window cannot mislead a newcomer.
 */
export function createFanout({ isOnline, tellAll, tellWatchers }: FanoutParts): Fanout {
  const published = new Set<string>()
  const changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  const flush = () => {
    timer = undefined
    const joined: string[] = []
    const left: string[] = []
    for (const userId of changed) {
      if (isOnline(userId) === published.has(userId)) continue
      if (published.delete(userId)) left.push(userId)
      else {
        published.add(userId)
        joined.push(userId)
      }
    }
    changed.clear()
    if (joined.length + left.length === 0) return
    tellAll({ joined: withMeta(joined), left })
    for (const userId of joined) tellWatchers(userId, { joined: withMeta([userId]), left: [] })
    for (const userId of left) tellWatchers(userId, { joined: {}, left: [userId] })
  }

  return {
    changed: (userId) => {
      changed.add(userId)
      timer ??= setTimeout(flush, windowMs(published.size))
    },
    snapshot: (userIds) =>
      withMeta(userIds === 'all' ? [...published] : userIds.filter((id) => published.has(id))),
    close: () => clearTimeout(timer),
  }
}

/** `fromEntries` defines keys, so a user called `__proto__` stays data. */
const withMeta = (userIds: readonly string[]): Record<string, PresenceMeta> =>
  Object.fromEntries(userIds.map((userId) => [userId, {}]))

/** Frames, not bytes, dominate the cost, so a larger population shares larger ones. */
function windowMs(population: number): number {
  if (population <= 500) return 100
  if (population <= 2000) return 250
  return population <= 10_000 ? 500 : 1000
}
