import type { Source } from './store'

export type Sources<T> = { readonly [Key in keyof T]: Source<T[Key]> }

/**
 * Combines sources into one object with a getter for each, for one subscriber. Only fields that were
 * read are subscribed to, and the object is replaced whenever one of them changed: an object that
 * stayed the same while its fields moved would go stale under the React Compiler.
 */
export function createTracked<T extends object, Actions extends object>(
  sources: Sources<T>,
  actions: Actions,
): Source<T & Actions> {
  const keys = Object.keys(sources) as (keyof T)[]
  const read = new Set<keyof T>()
  const subscriptions = new Map<keyof T, () => void>()
  let listener: (() => void) | undefined
  let current = build((key) => sources[key].getState())
  let initial: (T & Actions) | undefined

  function build(valueOf: (key: keyof T) => unknown) {
    const seen = new Map<keyof T, unknown>()
    const value = { ...actions } as T & Actions
    for (const key of keys) {
      Object.defineProperty(value, key, {
        enumerable: true,
        get() {
          // Whoever reads may not be rendering, or may be another component: no render would follow.
          if (!read.has(key)) queueMicrotask(sync)
          read.add(key)
          if (!seen.has(key)) seen.set(key, valueOf(key))
          return seen.get(key)
        },
      })
    }
    return { value, seen }
  }

  const isStale = () =>
    [...current.seen].some(([key, value]) => !Object.is(sources[key].getState(), value))

  function sync() {
    if (!listener) return
    for (const key of read) {
      if (subscriptions.has(key)) continue
      subscriptions.set(
        key,
        sources[key].subscribe(() => listener?.()),
      )
    }
    if (isStale()) listener()
  }

  return {
    getState() {
      if (isStale()) current = build((key) => sources[key].getState())
      return current.value
    },
    getInitialState: () => (initial ??= build((key) => sources[key].getInitialState()).value),
    subscribe(next) {
      listener = next
      sync()
      return () => {
        listener = undefined
        for (const unsubscribe of subscriptions.values()) unsubscribe()
        subscriptions.clear()
      }
    },
  }
}
