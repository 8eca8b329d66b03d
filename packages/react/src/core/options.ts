import type { ManagerOptions, SocketOptions } from 'socket.io-client'
import type { Auth } from './handshake'
import { defaultLogger, type Logger } from './logger'
import { browserPlatform, type Platform } from './platform'

type Managed =
  | 'auth'
  | 'autoConnect'
  | 'forceNew'
  | 'multiplex'
  | 'retries'
  | 'ackTimeout'
  | 'reconnection'
  | 'reconnectionAttempts'
  | 'reconnectionDelay'
  | 'reconnectionDelayMax'
  | 'randomizationFactor'

/** Socket.IO's client options, but for those that decide when to connect, which this package does. */
export interface ClientOptions extends Omit<Partial<ManagerOptions & SocketOptions>, Managed> {
  /** How long a request waits for its answer. @default 10_000 */
  ackTimeoutMs?: number
  /**
   * How long an edit, a deletion or a reaction waits to be sent before it is undone. Messages wait
   * up to 72 hours, and 500 of them, before they are `failed`.
   * @default 30_000
   */
  sendTimeoutMs?: number
}

export interface ClientConfig {
  /** Address of the server, with a namespace as its path. @default the page's origin */
  url?: string | undefined
  /** Who is signed in. The server must agree. */
  userId: string
  auth?: Auth | undefined
  options?: ClientOptions | undefined
  /** @default warnings and errors to the console */
  logger?: Logger | undefined
  /** What differs from a browser's page, where this is none. @default a browser's page */
  platform?: Partial<Platform> | undefined
}

export interface ResolvedConfig {
  url: string | undefined
  userId: string
  auth: Auth | undefined
  logger: Logger
  platform: Platform
  ackTimeoutMs: number
  sendTimeoutMs: number
  socketOptions: Partial<ManagerOptions & SocketOptions>
}

export const resolveConfig = ({
  url,
  userId,
  auth,
  options: { ackTimeoutMs = 10_000, sendTimeoutMs = 30_000, ...socketOptions } = {},
  logger = defaultLogger,
  platform,
}: ClientConfig): ResolvedConfig => ({
  url: url || undefined,
  userId,
  auth,
  logger,
  platform: { ...browserPlatform, ...platform },
  ackTimeoutMs,
  sendTimeoutMs,
  socketOptions: {
    withCredentials: true,
    transports: ['websocket', 'polling'],
    // Without it Socket.IO never tries the second transport.
    tryAllTransports: true,
    ...socketOptions,
    autoConnect: false,
    forceNew: true,
    reconnection: false,
  },
})
