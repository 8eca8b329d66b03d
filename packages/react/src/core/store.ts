/** A value that can be read and watched. `subscribe` returns the unsubscribe function. */
export interface Source<T> {
  getState(): T
  /** What a server renders and a browser hydrates with: constant. */
  getInitialState(): T
  subscribe(listener: () => void): () => void
}

export interface Store<T> extends Source<T> {
  setState(next: Partial<T> | ((state: T) => Partial<T>)): void
}

/** A store of four verbs. `onActive` hears of the first subscriber and of the last one leaving. */
export function createStore<T extends object>(
  initial: T,
  onActive?: (isActive: boolean) => void,
): Store<T> {
  const listeners = new Set<() => void>()
  let state = initial

  return {
    getState: () => state,
    getInitialState: () => initial,
    setState(next) {
      const patch = typeof next === 'function' ? next(state) : next
      const keys = Object.keys(patch) as (keyof T)[]
      if (keys.every((key) => Object.is(state[key], patch[key]))) return
      state = { ...state, ...patch }
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      const entry = () => listener()
      listeners.add(entry)
      if (listeners.size === 1) onActive?.(true)
      return () => {
        if (listeners.delete(entry) && listeners.size === 0) onActive?.(false)
      }
    },
  }
}
