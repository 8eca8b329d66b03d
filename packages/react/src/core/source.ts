import type { Source } from './store'

/** A source of one part of another; `pick` must give the same identity while nothing changed. */
export const select = <T, Part>(source: Source<T>, pick: (state: T) => Part): Source<Part> => ({
  getState: () => pick(source.getState()),
  getInitialState: () => pick(source.getInitialState()),
  subscribe: source.subscribe,
})

/** A source that never changes. */
export const constant = <T>(value: T): Source<T> => ({
  getState: () => value,
  getInitialState: () => value,
  subscribe: () => () => {},
})

/** Some fields of a state, each as a source of its own. */
export function fields<T, Key extends keyof T>(
  source: Source<T>,
  keys: readonly Key[],
): { readonly [K in Key]: Source<T[K]> } {
  const entries = keys.map((key) => [key, select(source, (state) => state[key])])
  return Object.fromEntries(entries) as { [K in Key]: Source<T[K]> }
}

/** Fields that never change, each as a source of its own. */
export const constants = <T extends object>(state: T): { readonly [K in keyof T]: Source<T[K]> } =>
  fields(constant(state), Object.keys(state) as (keyof T)[])
