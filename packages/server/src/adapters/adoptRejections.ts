import { createHook } from 'node:async_hooks'

/**
 * Runs `call` and handles the rejections of all promises it makes at once, also of those it keeps
 * to itself. `onRejection` hears of the first.
 */
export function adoptRejections<Result>(
  call: () => Result,
  onRejection: (error: unknown) => void,
): Result {
  const promises: Promise<unknown>[] = []
  const hook = createHook({
    init: (_id, type, _trigger, resource) => {
      if (type === 'PROMISE' && resource instanceof Promise) promises.push(resource)
    },
  }).enable()
  try {
    return call()
  } finally {
    hook.disable()
    let isTold = false
    for (const promise of promises) {
      promise.catch((error: unknown) => {
        if (!isTold) onRejection(error)
        isTold = true
      })
    }
  }
}
