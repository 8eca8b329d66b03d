import type { PresenceDiff, PresenceMeta } from '@monhub/realtime-protocol'
import type { Clock } from './clock'
import { isSameMeta } from './entry'
import { createWatchers } from './watchers'

/** One connection that is told of presence. */
export interface Viewer {
  userId: string
  tell: (diff: PresenceDiff) => void
}

/** What clients are told of presence, and no more than they asked for. */
export interface Fanout {
  /** Marks a user as possibly changed; the next flush tells who watches. */
  changed: (userId: string) => void
  /** Watches more; gives what clients have been told so far of these users. */
  watch: (viewer: Viewer, userIds: readonly string[] | 'all') => Record<string, PresenceMeta>
  unwatch: (viewer: Viewer, userIds: readonly string[] | 'all') => void
  /** Tells this viewer nothing until `release`, which tells what holds then in one diff. */
  hold: (viewer: Viewer) => void
  release: (viewer: Viewer) => void
  /** The connection is gone. */
  leave: (viewer: Viewer) => void
  /** Ids a connection watches one by one. */
  watchedCount: (viewer: Viewer) => number
  close: () => void
}

interface FanoutParts {
  clock: Clock
  /** What may be seen of a user now; `undefined` when offline. */
  metaOf: (userId: string) => PresenceMeta | undefined
  canSee: ((viewerId: string, userId: string) => boolean) | undefined
  /** Sends one diff to all who watch everybody and are not held, encoded once. */
  tellAll: (diff: PresenceDiff) => void
}

const WINDOW_MS = 100
const MAX_WINDOW_MS = 1000
/**
 * Frames, not bytes, dominate the cost. So diffs that went to many are followed by a pause, in which
 * more changes come to share the next ones: about a thousand frames a second, or one each.
 */
const PAUSE_PER_DIFF_MS = 1

/**
 * Keeps `published`, the state clients were told: a snapshot is `published`, a diff is live minus
 * `published` at the flush. So a join and leave that cancel out within one window cannot mislead a
 * newcomer.
 */
export function createFanout(parts: FanoutParts): Fanout {
  const { clock, metaOf, canSee, tellAll } = parts
  const published = new Map<string, PresenceMeta>()
  const changed = new Set<string>()
  const watchers = createWatchers<Viewer>()
  /** Who has changed since a viewer is told nothing. */
  const held = new Map<Viewer, Set<string>>()
  let cancelFlush: (() => void) | undefined
  let nextAt = -Infinity
  /** All of `published` as an answer, while nothing changes: a crowd that connects asks for the same. */
  let whole: Record<string, PresenceMeta> | undefined

  const sees = (viewer: Viewer, userId: string) => !canSee || canSee(viewer.userId, userId)

  const publish = () => {
    const news: News[] = []
    for (const userId of changed) {
      const meta = metaOf(userId)
      if (isSameMeta(meta, published.get(userId))) continue
      if (meta) published.set(userId, meta)
      else published.delete(userId)
      news.push({ userId, meta })
    }
    changed.clear()
    if (news.length > 0) whole = undefined
    return news
  }

  const flush = () => {
    cancelFlush = undefined
    const news = publish()
    if (news.length === 0) return
    for (const missed of held.values()) for (const { userId } of news) missed.add(userId)
    if (!canSee) tellAll(diffOf(news))
    const newsFor = new Map<Viewer, News[]>()
    for (const one of news) {
      for (const viewer of canSee ? bothKinds(one.userId) : watchers.of(one.userId)) {
        if (held.has(viewer) || (!canSee && watchers.isAll(viewer))) continue
        if (!sees(viewer, one.userId)) continue
        const list = newsFor.get(viewer)
        if (list) list.push(one)
        else newsFor.set(viewer, [one])
      }
    }
    for (const [viewer, list] of newsFor) viewer.tell(diffOf(list))
    const told = newsFor.size + (canSee ? 0 : watchers.ofAll().size)
    nextAt = clock.now() + Math.min(told * PAUSE_PER_DIFF_MS, MAX_WINDOW_MS)
  }

  const bothKinds = (userId: string) => new Set([...watchers.ofAll(), ...watchers.of(userId)])

  const snapshot = (viewer: Viewer, userIds: Iterable<string>) => {
    const known: [string, PresenceMeta][] = []
    for (const userId of userIds) {
      const meta = published.get(userId)
      if (meta && sees(viewer, userId)) known.push([userId, meta])
    }
    // `fromEntries` defines keys, so a user called `__proto__` stays data.
    return Object.fromEntries(known)
  }

  return {
    changed: (userId) => {
      changed.add(userId)
      cancelFlush ??= clock.after(Math.max(WINDOW_MS, nextAt - clock.now()), flush)
    },
    watch: (viewer, userIds) => {
      if (userIds === 'all') watchers.setAll(viewer, true)
      else watchers.add(viewer, userIds)
      if (userIds !== 'all') return snapshot(viewer, userIds)
      if (canSee) return snapshot(viewer, published.keys())
      return (whole ??= snapshot(viewer, published.keys()))
    },
    unwatch: (viewer, userIds) => {
      if (userIds === 'all') watchers.setAll(viewer, false)
      else watchers.remove(viewer, userIds)
    },
    hold: (viewer) => {
      if (!held.has(viewer)) held.set(viewer, new Set())
    },
    release: (viewer) => {
      const missed = [...(held.get(viewer) ?? [])]
      held.delete(viewer)
      const news = missed
        .filter((userId) => watchers.watches(viewer, userId) && sees(viewer, userId))
        .map((userId) => ({ userId, meta: published.get(userId) }))
      if (news.length > 0) viewer.tell(diffOf(news))
    },
    leave: (viewer) => {
      held.delete(viewer)
      watchers.leave(viewer)
    },
    watchedCount: watchers.count,
    close: () => cancelFlush?.(),
  }
}

interface News {
  userId: string
  meta: PresenceMeta | undefined
}

/** Most diffs name one or two users, so what is empty would be a good part of the bytes. */
function diffOf(news: readonly News[]): PresenceDiff {
  const joined: [string, PresenceMeta][] = []
  const left: string[] = []
  for (const { userId, meta } of news) {
    if (meta) joined.push([userId, meta])
    else left.push(userId)
  }
  return {
    ...(joined.length > 0 && { joined: Object.fromEntries(joined) }),
    ...(left.length > 0 && { left }),
  }
}
