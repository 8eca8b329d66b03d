import type { DataUpdate } from '@monhub/realtime-protocol'
import { createTimer, type Clock } from './timer'

/**
 * What of a cache each type of data is: one target, or what a function makes of the update. After a
 * reconnect an update has no payload, so give the targets of the whole type then.
 */
export type InvalidationMap<Target> = Readonly<
  Record<string, Target | ((update: DataUpdate) => readonly Target[])>
>

/** What an update invalidates; one of type `'*'`, everything in the map. */
export function targetsOf<Target>(
  map: InvalidationMap<Target>,
  update: DataUpdate,
): readonly Target[] {
  const types = update.type === '*' ? Object.keys(map) : [update.type]
  return types.flatMap((type) => {
    const found = Object.hasOwn(map, type) ? map[type] : undefined
    if (found === undefined) return []
    return isFunction(found) ? found({ ...update, type }) : [found]
  })
}

const isFunction = <Target>(
  found: Target | ((update: DataUpdate) => readonly Target[]),
): found is (update: DataUpdate) => readonly Target[] => typeof found === 'function'

/** Long enough for the updates of one request of the app, too short to be seen. */
const COLLECT_MS = 50

export interface Invalidations<Target> {
  add(targets: readonly Target[]): void
  cancel(): void
}

/**
 * Invalidates each target once for all updates that come within 50 ms and a random part of
 * `jitterMs`, so that thousands of pages that hear of the same update do not fetch at once.
 */
export function createInvalidations<Target>(
  invalidate: (target: Target) => void,
  jitterMs: () => number,
  clock: Clock,
): Invalidations<Target> {
  const waiting = new Map<unknown, Target>()
  const timer = createTimer(clock)

  function flush() {
    const targets = [...waiting.values()]
    waiting.clear()
    for (const target of targets) invalidate(target)
  }

  return {
    add(targets) {
      for (const target of targets) waiting.set(identityOf(target), target)
      if (waiting.size > 0 && !timer.isSet())
        timer.set(COLLECT_MS + Math.random() * jitterMs(), flush)
    },
    cancel() {
      timer.clear()
      waiting.clear()
    },
  }
}

/** Keys are written anew for each update; a filter is its function. */
const identityOf = (target: unknown) =>
  typeof target === 'function' ? target : JSON.stringify(target)
