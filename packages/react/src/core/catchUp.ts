import type { Client } from './client'
import { select } from './source'
import { createStore, type Source } from './store'

export interface CatchUp {
  /** True from a reconnect until everything on the page has what was missed. */
  readonly isCatchingUp: Source<boolean>
  /** Something is being fetched; call what it gives once it is not. */
  begin(): () => void
}

/** Watches what is fetched after a reconnect; fetches at other times are nobody's banner. */
export function createCatchUp(client: Pick<Client, 'onConnect' | 'onDisconnect'>): CatchUp {
  const store = createStore({ isCatchingUp: false })
  let running = 0
  let wasLost = false
  let isReconnect = false

  function settle() {
    if (running === 0) isReconnect = false
    store.setState({ isCatchingUp: isReconnect })
  }

  client.onConnect(() => {
    isReconnect = wasLost
    // At once, so that nothing is rendered between the loss and this.
    store.setState({ isCatchingUp: isReconnect })
    // Whatever fetches on a connect has begun by then.
    queueMicrotask(settle)
  })
  client.onDisconnect(() => {
    wasLost = true
    isReconnect = false
    settle()
  })

  return {
    isCatchingUp: select(store, ({ isCatchingUp }) => isCatchingUp),
    begin() {
      running++
      return () => {
        running--
        settle()
      }
    },
  }
}
