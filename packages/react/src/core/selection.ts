import { remember } from './remember'
import type { Source } from './store'

/** Gives sources of a part of another; the part keeps its identity while it is equal. */
export type Selection<T, Part> = (
  pick: (state: T) => Part,
  isEqual: (one: Part, other: Part) => boolean,
) => Source<Part>

/** Remembers the part across selectors, since a component writes a new one in every render. */
export function createSelection<T, Part>(source: Source<T>): Selection<T, Part> {
  let last: { part: Part } | undefined

  return (pick, isEqual) => {
    // Once for each state: React asks again, and a selector may write a new object each time.
    const take = remember((state: T) => {
      const part = pick(state)
      if (!last || !isEqual(last.part, part)) last = { part }
      return last.part
    })
    const takeInitial = remember(pick)
    return {
      getState: () => take(source.getState()),
      getInitialState: () => takeInitial(source.getInitialState()),
      subscribe: source.subscribe,
    }
  }
}
