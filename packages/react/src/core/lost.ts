import type { Client } from './client'
import { isTrying } from './connection'
import { select } from './source'
import { createStore, type Source } from './store'

/** A phone that changes networks is back sooner; a banner for that would only flash. */
export const LOST_AFTER_MS = 5000

/** Whether there has been no connection for 5 s although one is wanted. */
export function createLost({ connection }: Pick<Client, 'connection'>): Source<boolean> {
  const store = createStore({ isLost: false })
  let timer: ReturnType<typeof setTimeout> | undefined

  function follow() {
    const { status, lostAt = Date.now() } = connection.getState()
    if (isTrying(status)) {
      const waitMs = lostAt + LOST_AFTER_MS - Date.now()
      timer ??= setTimeout(() => store.setState({ isLost: true }), waitMs)
      return
    }
    clearTimeout(timer)
    timer = undefined
    store.setState({ isLost: false })
  }

  connection.subscribe(follow)
  follow()
  return select(store, ({ isLost }) => isLost)
}
