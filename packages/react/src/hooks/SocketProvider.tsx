import {
  acquireClient,
  connectionKey,
  constant,
  findClient,
  type Auth,
  type Client,
  type ClientConfig,
  type ClientOptions,
  type Logger,
  type Platform,
  type Source,
} from '@monhub/realtime-react/core'
import { useMemo, type ReactNode } from 'react'
import { realtimeContext } from './context'
import { useLatest } from './useLatest'
import { useMisuseWarnings } from './useMisuseWarnings'
import { useStore } from './useStore'

export interface SocketProviderProps {
  /** Address of the server, with a namespace as its path. @default the page's origin */
  url?: string
  /** Who is signed in; `null` disconnects and forgets everything. */
  userId: string | null
  /** The session is still being looked up: nobody is signed in or out yet. @default false */
  loading?: boolean
  /** Asked before every attempt to connect. Cookies are sent anyway. */
  auth?: Auth
  options?: ClientOptions
  /** @default warnings and errors to the console */
  logger?: Logger
  /** What differs from a browser's page, as in React Native. */
  platform?: Partial<Platform>
  children?: ReactNode
}

/** Replaced by bundlers; not every app has Node's types. */
declare const process: { env: { NODE_ENV?: string } }

/** How long what suspends may take to load before this provider is committed, and claims it. */
const OPEN_MS = 30_000

const NOBODY: Source<Client | null> = /* @__PURE__ */ constant(null)

/** Gives its children one connection for the signed-in user, shared with equal providers. */
export function SocketProvider({
  children,
  loading = false,
  userId,
  ...rest
}: SocketProviderProps) {
  // Whoever writes no types may have `undefined` here.
  const isSignedIn = typeof userId === 'string' && !loading
  const config = isSignedIn ? { ...rest, userId } : null
  const key = config && connectionKey(config)
  // The same in every render of a build; for production bundlers leave it out.
  // eslint-disable-next-line react-hooks/rules-of-hooks
  if (process.env.NODE_ENV !== 'production') useMisuseWarnings({ ...rest, userId }, key)
  const latest = useLatest({ config, key, loading })
  const source = useMemo(
    () => (key === null ? NOBODY : connectionSource(key, latest)),
    [key, latest],
  )
  const client = useStore(source)
  const { Provider } = realtimeContext()
  const open = config && (() => acquireClient(config).release(OPEN_MS))
  return <Provider value={client ?? open}>{children}</Provider>
}

interface Latest {
  config: ClientConfig | null
  key: string | null
  loading: boolean
}

/** Subscribing claims the connection, so that it starts after the commit and never on a server. */
const connectionSource = (key: string, latest: { current: Latest }): Source<Client | null> => ({
  getState: () => findClient(key),
  getInitialState: () => null,
  subscribe(listener) {
    const { config } = latest.current
    if (!config) return () => {}
    const auth = () => latest.current.config?.auth?.()
    const lease = acquireClient({ ...config, auth })
    listener()
    return () => {
      const { current } = latest
      // Unmounted or loading, it may be wanted again; another identity must not find it.
      if (current.key === key || current.loading) lease.release()
      else if (current.config?.userId === config.userId) lease.release(0)
      else lease.signOut()
    }
  },
})
