import type { Source } from './store'
import type { Sources } from './tracked'

/** All sources as one, whose value is replaced whenever one of them changed. */
export function combine<T extends object, Actions extends object>(
  sources: Sources<T>,
  actions: Actions,
): Source<T & Actions> {
  const keys = Object.keys(sources) as (keyof T)[]
  const collect = (valueOf: (key: keyof T) => unknown) => {
    const values = keys.map((key) => [key, valueOf(key)])
    return { ...actions, ...Object.fromEntries(values) } as T & Actions
  }
  let current: (T & Actions) | undefined
  let initial: (T & Actions) | undefined

  return {
    getState() {
      const next = collect((key) => sources[key].getState())
      const last = current
      const isSame = last && keys.every((key) => Object.is(last[key], next[key]))
      return isSame ? last : (current = next)
    },
    getInitialState: () => (initial ??= collect((key) => sources[key].getInitialState())),
    subscribe(listener) {
      const unsubscribe = keys.map((key) => sources[key].subscribe(listener))
      return () => unsubscribe.forEach((off) => off())
    },
  }
}

/** Gives sources of a part of another; the part keeps its identity while it is equal. */
export type Selection<T, Part> = (
  pick: (state: T) => Part,
  isEqual: (one: Part, other: Part) => boolean,
) => Source<Part>

/** Remembers the part across selectors, since a component writes a new one in every render. */
export function createSelection<T, Part>(source: Source<T>): Selection<T, Part> {
  let last: { part: Part } | undefined

  return (pick, isEqual) => {
    let taken: { of: T; part: Part } | undefined
    // Once for each state: React asks again, and a selector may write a new object each time.
    const take = (state: T) => {
      if (taken?.of === state) return taken.part
      const part = pick(state)
      if (!last || !isEqual(last.part, part)) last = { part }
      taken = { of: state, part: last.part }
      return last.part
    }
    let initial: { part: Part } | undefined
    return {
      getState: () => take(source.getState()),
      getInitialState: () => (initial ??= { part: pick(source.getInitialState()) }).part,
      subscribe: source.subscribe,
    }
  }
}
