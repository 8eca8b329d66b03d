import type { Client } from './client'
import { isTrying } from './connection'
import { select } from './source'
import { createStore, type Source } from './store'
import { createTimer } from './timer'

/** A phone that changes networks is back sooner; a banner for that would only flash. */
export const LOST_AFTER_MS = 5000

/** Whether there has been no connection for 5 s although one is wanted. */
export function createLost({
  connection,
  platform: { clock },
}: Pick<Client, 'connection' | 'platform'>): Source<boolean> {
  const store = createStore({ isLost: false })
  const timer = createTimer(clock)

  function follow() {
    const { status, lostAt = clock.now() } = connection.getState()
    if (isTrying(status)) {
      const waitMs = lostAt + LOST_AFTER_MS - clock.now()
      if (!timer.isSet()) timer.set(waitMs, () => store.setState({ isLost: true }))
      return
    }
    timer.clear()
    store.setState({ isLost: false })
  }

  connection.subscribe(follow)
  follow()
  return select(store, ({ isLost }) => isLost)
}
