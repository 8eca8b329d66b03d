import type { Client } from '@monhub/realtime-react/core'
import { useEffect } from 'react'

/** What an attempt may take before something is said, as behind a proxy that leaves it hanging. */
const SLOW_MS = 5000

const CAUSES =
  "Does the server run, and listen by httpServer.listen (not app.listen)? Does the proxy of the dev server pass on /socket.io with WebSockets (Vite: '/socket.io': { target, ws: true })? Is this page's origin in `origins` of createSocketServer?"

/** One for each connection, however many providers share it. */
const followed = new WeakSet<Client>()

/** Says why there is no connection, where nobody looks at `useConnection`; in development only. */
export function useConnectionWarnings(client: Client | null): void {
  useEffect(() => {
    if (!client || followed.has(client)) return
    followed.add(client)
    follow(client)
  }, [client])
}

function follow({ connection, logger, onClose, platform, url, userId }: Client) {
  const server = url ?? "this page's origin"
  const { clock } = platform
  let hasBeenUp = false
  let said: string | undefined

  const say = (sentence: string) => {
    if (said !== sentence) logger.warn(`[realtime] ${sentence}`)
    said = sentence
  }
  const look = () => {
    const { status, error } = connection.getState()
    if (status !== 'connecting') stop()
    hasBeenUp ||= status === 'connected'
    const isRefused = status === 'unauthorized' || status === 'refused'
    // Whoever signed out or waited too long did nothing wrong.
    if (isRefused && (error?.code === 'UNAUTHENTICATED' || error?.code === 'IDENTITY_MISMATCH'))
      say(`${server} does not let "${userId}" in (${error.code}): ${error.message}`)
    else if (status === 'connecting' && error && !hasBeenUp)
      say(`no connection to ${server} yet: ${error.message}. ${CAUSES}`)
  }

  const timer = clock.setTimeout(() => {
    if (!said) say(`no connection to ${server} after ${SLOW_MS / 1000} s. ${CAUSES}`)
  }, SLOW_MS)
  const stop = () => clock.clearTimeout(timer)
  onClose(stop)
  look()
  connection.subscribe(look)
}
