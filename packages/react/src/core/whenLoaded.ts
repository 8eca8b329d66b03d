import type { LoadStatus } from './chatState'
import type { Source } from './store'

interface Loading {
  status: LoadStatus
}

const waiting = /* @__PURE__ */ new WeakMap<Source<Loading>, Promise<void>>()

/** Resolves once something is loaded or has failed to; waiting for it is what makes it load. */
export function whenLoaded(source: Source<Loading>): Promise<void> {
  const promise = waiting.get(source) ?? load(source)
  waiting.set(source, promise)
  return promise
}

const load = (source: Source<Loading>) =>
  new Promise<void>((resolve) => {
    const unsubscribe = source.subscribe(check)
    function check() {
      if (source.getState().status === 'loading') return
      waiting.delete(source)
      unsubscribe()
      resolve()
    }
  })
