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
import { useEffect, useMemo, useRef, type ReactNode } from 'react'
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
  const latest = useLatest(config)
  const source = useMemo(
    () => (key === null ? NOBODY : connectionSource(key, latest)),
    [key, latest],
  )
  const client = useStore(source)
  // The same in every render of a build; for production bundlers leave it out.
  // eslint-disable-next-line react-hooks/rules-of-hooks
  if (process.env.NODE_ENV !== 'production') useMisuseWarnings({ ...rest, userId }, key, client)
  const last = useRef<ClientConfig | null>(null)
  // After the connection of the one before was let go, which is only known not to be wanted again
  // once nobody is looked up any more.
  useEffect(() => {
    if (loading) return
    if (last.current && last.current.userId !== userId) acquireClient(last.current).signOut()
    last.current = config && { ...config, auth: undefined }
  })
  const { Provider } = realtimeContext()
  const open = config && (() => acquireClient(config).release(OPEN_MS))
  return <Provider value={client ?? open}>{children}</Provider>
}

/** Subscribing claims the connection, so that it starts after the commit and never on a server. */
const connectionSource = (
  key: string,
  latest: { current: ClientConfig | null },
): Source<Client | null> => ({
  getState: () => findClient(key),
  getInitialState: () => null,
  subscribe(listener) {
    const auth = () => latest.current?.auth?.()
    // Committed with a key, it has what the key was made of.
    const lease = acquireClient({ ...(latest.current as ClientConfig), auth })
    listener()
    return () => lease.release()
  },
})
