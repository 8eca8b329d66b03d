import { nextClient, whenLoaded, type Client } from '@monhub/realtime-react/core'
import { useClient } from './context'

/** Suspends until somebody is signed in. */
export function useSuspendedClient(hook: string): Client {
  const client = useClient(hook)
  if (client) return client
  // React puts the fallback into the page and renders the rest in the browser; a promise that
  // nothing resolves would keep the response open.
  if (typeof window === 'undefined') {
    throw new Error(`${hook} renders in the browser only; the server sends the Suspense fallback`)
  }
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- what suspends in React 18 and 19
  throw nextClient()
}

/** Suspends until this has loaded; what failed for good goes to the error boundary. */
export function suspendUntilLoaded(...loading: Parameters<typeof whenLoaded>): void {
  const loaded = whenLoaded(...loading)
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- what suspends in React 18 and 19
  if (loaded) throw loaded
}
