import {
  nextClient,
  RealtimeError,
  whenLoaded,
  type Client,
  type LoadStatus,
  type Source,
} from '@monhub/realtime-react/core'
import type { WireError } from '@monhub/realtime-protocol'
import { useClient } from './context'

interface Loading {
  status: LoadStatus
  error: WireError | undefined
}

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

/** Suspends until this has loaded; what failed to goes to the error boundary. */
export function suspendUntilLoaded(source: Source<Loading>): void {
  const { status, error } = source.getState()
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- what suspends in React 18 and 19
  if (status === 'loading') throw whenLoaded(source)
  if (status === 'error' && error) throw new RealtimeError(error)
}
