import type { Client } from './client'
import { createTimer } from './timer'

/**
 * Calls `reload` when what is shown may lack something although the connection is there: the page
 * woke up, or the server says that events were lost between its nodes.
 */
export function onMissed(client: Client, reload: () => void): void {
  client.onWake(reload)
  client.feature(createMissed)(reload)
}

/** One timer for all that reloads, so that it asks in one request where it can. */
function createMissed(client: Client) {
  const listeners: (() => void)[] = []
  const timer = createTimer(client.platform.clock)
  client.on('server:missed', ({ withinMs }) => {
    if (timer.isSet()) return
    timer.set(Math.random() * withinMs, () => listeners.forEach((listener) => listener()))
  })
  client.onClose(timer.clear)
  return (listener: () => void) => void listeners.push(listener)
}
