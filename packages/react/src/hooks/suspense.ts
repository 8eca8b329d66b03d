import { nextClient, whenLoaded, type Client } from '@monhub/realtime-react/core'
import { useOffer } from './context'

/** Suspends until somebody is signed in. */
export function useSuspendedClient(hook: string): Client {
  const offer = useOffer(hook)
  if (offer && typeof offer !== 'function') return offer
  // React puts the fallback into the page and renders the rest in the browser; a promise that
  // nothing resolves would keep the response open.
  if (typeof window === 'undefined') {
    throw new Error(`${hook} renders in the browser only; the server sends the Suspense fallback`)
  }
  const acquired = nextClient()
  // The provider connects once it is committed, which in a transition or below the same Suspense
  // waits for this.
  offer?.()
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- what suspends in React 18 and 19
  throw acquired
}

/** Suspends until this has loaded; what failed for good goes to the error boundary. */
export function suspendUntilLoaded(...loading: Parameters<typeof whenLoaded>): void {
  const loaded = whenLoaded(...loading)
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- what suspends in React 18 and 19
  if (loaded) throw loaded
}
