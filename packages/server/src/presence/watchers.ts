/** Which connection watches whom, both ways round; `all` is kept apart from single ids. */
export interface Watchers<Watcher> {
  add: (watcher: Watcher, userIds: readonly string[]) => void
  remove: (watcher: Watcher, userIds: readonly string[]) => void
  setAll: (watcher: Watcher, isAll: boolean) => void
  /** Watches nothing any more. */
  leave: (watcher: Watcher) => void
  /** Ids a connection watches one by one. */
  count: (watcher: Watcher) => number
  of: (userId: string) => Iterable<Watcher>
  /** Watches this id, or everybody. */
  watches: (watcher: Watcher, userId: string) => boolean
  isAll: (watcher: Watcher) => boolean
  ofAll: () => ReadonlySet<Watcher>
}

export function createWatchers<Watcher extends object>(): Watchers<Watcher> {
  const watchersOf = new Map<string, Set<Watcher>>()
  const watchedBy = new Map<Watcher, Set<string>>()
  const all = new Set<Watcher>()

  const release = (watcher: Watcher, userId: string) => {
    const watchers = watchersOf.get(userId)
    watchers?.delete(watcher)
    if (watchers?.size === 0) watchersOf.delete(userId)
  }

  return {
    add: (watcher, userIds) => {
      const watched = watchedBy.get(watcher) ?? new Set()
      if (userIds.length > 0) watchedBy.set(watcher, watched)
      for (const userId of userIds) {
        watched.add(userId)
        const watchers = watchersOf.get(userId) ?? new Set()
        if (watchers.size === 0) watchersOf.set(userId, watchers)
        watchers.add(watcher)
      }
    },
    remove: (watcher, userIds) => {
      const watched = watchedBy.get(watcher)
      for (const userId of userIds) if (watched?.delete(userId)) release(watcher, userId)
      if (watched?.size === 0) watchedBy.delete(watcher)
    },
    setAll: (watcher, isAll) => {
      if (isAll) all.add(watcher)
      else all.delete(watcher)
    },
    leave: (watcher) => {
      all.delete(watcher)
      for (const userId of watchedBy.get(watcher) ?? []) release(watcher, userId)
      watchedBy.delete(watcher)
    },
    count: (watcher) => watchedBy.get(watcher)?.size ?? 0,
    of: (userId) => watchersOf.get(userId) ?? [],
    watches: (watcher, userId) =>
      all.has(watcher) || (watchedBy.get(watcher)?.has(userId) ?? false),
    isAll: (watcher) => all.has(watcher),
    ofAll: () => all,
  }
}
