import {
  ANNOUNCED_LIMITS,
  type AnnouncedLimits,
  type AnnouncementEvent,
  type Announcements,
  type HandshakeInfo,
  type RequestEvent,
  type Requests,
} from '@monhub/realtime-protocol'
import { io } from 'socket.io-client'
import { createAway } from './away'
import type { ConnectionState } from './connection'
import { createConnector } from './connector'
import { createFacade, type RealtimeSocket } from './facade'
import { askHandshake, createCredentials } from './handshake'
import { createListeners, type Listener, type Listeners } from './listeners'
import type { Logger } from './logger'
import { resolveConfig, type ClientConfig } from './options'
import type { Platform } from './platform'
import { createProbe } from './probe'
import { createRequest, type Request } from './request'
import { refreshSession } from './sessionRefresh'
import type { Source } from './store'
import { forgetUnsent } from './unsent'

/** One connection of one user. It knows no feature; `feature` makes those on first use. */
export interface Client {
  readonly userId: string
  /** As given; without it, the page's origin. */
  readonly url: string | undefined
  readonly sendTimeoutMs: number
  readonly logger: Logger
  readonly platform: Platform
  readonly connection: Source<ConnectionState>
  readonly socket: RealtimeSocket
  /** The listeners of `socket`, for features that feed it. */
  readonly socketListeners: Listeners
  /** What the server announced, or the defaults before it did. */
  readonly limits: AnnouncedLimits
  request: Request
  /** Sends without an answer; dropped when there is no connection. */
  emit<Event extends RequestEvent>(event: Event, payload: Requests[Event]['payload']): void
  /** Subscribes the SDK's own code, out of reach of `socket.off`. */
  on<Event extends AnnouncementEvent>(
    event: Event,
    listener: (payload: Announcements[Event]) => void,
  ): () => void
  /** Tells the SDK's own code what the server will also tell the user's other devices. */
  announce<Event extends AnnouncementEvent>(event: Event, payload: Announcements[Event]): void
  /** Adds to what every handshake tells; asked as late as possible. */
  onHandshake(describe: () => Partial<HandshakeInfo>): void
  /** Runs on every connect, and at once when already connected. */
  onConnect(listener: () => void): () => void
  onDisconnect(listener: () => void): () => void
  /** Runs when the page woke up with the connection apparently still there. */
  onWake(listener: () => void): () => void
  onClose(listener: (isSignOut: boolean) => void): () => void
  /** The instance of this client that `create` makes, one for each `create`. */
  feature<Feature>(create: (client: Client) => Feature): Feature
  /** Ends a wait for the next attempt, or a refusal. */
  reconnectNow(): void
  /**
   * Ends the connection for good; features stop, and what they knew goes with the client. After a
   * sign-out nothing of the user stays in the browser either.
   * @default false
   */
  close(isSignOut?: boolean): void
}

/** Connects at once, and keeps at it until `close`. */
export function createClient(config: ClientConfig): Client {
  const { url, userId, auth, logger, ackTimeoutMs, sendTimeoutMs, socketOptions, platform } =
    resolveConfig(config)
  const socket = url ? io(url, socketOptions) : io(socketOptions)
  const onThrow = (event: string, error: unknown) =>
    logger.error(`[realtime] a listener of ${event} threw`, error)
  const socketListeners = createListeners(onThrow)
  const own = createListeners(onThrow)
  // Apart from `own`, whose names are the server's to choose.
  const lifecycle = createListeners(onThrow)
  const features = new Map<unknown, unknown>()
  const away = createAway(socket, platform.isHidden)
  const descriptions: (() => Partial<HandshakeInfo>)[] = []
  let limits: AnnouncedLimits = ANNOUNCED_LIMITS

  // First in line, so that requests are settled before anybody hears of the disconnect.
  const request = createRequest(socket, { ackTimeoutMs, eventBytes: () => limits.eventBytes })
  const credentials = createCredentials(platform.clock, auth)
  const describe = () => {
    const info: HandshakeInfo = { v: 2, userId }
    for (const part of descriptions) Object.assign(info, part())
    return { ...info, presence: away.handshake(info.presence) }
  }
  const connector = createConnector(socket, () => askHandshake(credentials, describe), platform)

  for (const event of ['connect', 'disconnect', 'connect_error']) {
    socket.on(event, (...args: unknown[]) => {
      logger.debug(`[realtime] ${event}`, ...args)
      lifecycle.emit(event)
      socketListeners.emit(event, ...args)
    })
  }
  socket.onAny((event: string, ...args: unknown[]) => {
    own.emit(event, ...args)
    socketListeners.emit(event, ...args)
  })
  own.on('server:hello', (hello: Announcements['server:hello']) => {
    limits = { ...ANNOUNCED_LIMITS, ...hello.limits }
  })
  const probe = createProbe(request, () => connector.drop('no answer since the page woke up'))
  const onAwake = () => {
    connector.hurry()
    if (!socket.connected) return
    probe()
    lifecycle.emit('wake')
  }
  const stopWaking = platform.onWake(onAwake, away.tell, () =>
    connector.drop('the network is gone'),
  )
  lifecycle.on('connect', away.tell)

  const client: Client = {
    userId,
    url,
    sendTimeoutMs,
    logger,
    platform,
    connection: connector.state,
    socket: createFacade(socket, socketListeners),
    socketListeners,
    get limits() {
      return limits
    },
    request,
    emit(event, payload) {
      if (socket.connected) socket.emit(event, payload)
    },
    on: (event: string, listener: Listener) => own.on(event, listener),
    announce: (event, payload) => own.emit(event, payload),
    onHandshake: (part) => void descriptions.push(part),
    onConnect(listener) {
      const off = lifecycle.on('connect', listener)
      if (socket.connected) listener()
      return off
    },
    onDisconnect: (listener) => lifecycle.on('disconnect', listener),
    onWake: (listener) => lifecycle.on('wake', listener),
    onClose: (listener) => lifecycle.on('close', listener),
    feature<Feature>(create: (client: Client) => Feature): Feature {
      if (!features.has(create)) features.set(create, create(client))
      return features.get(create) as Feature
    },
    reconnectNow: connector.connect,
    close(isSignOut = false) {
      stopWaking()
      connector.close()
      lifecycle.emit('close', isSignOut)
      if (isSignOut) forgetUnsent(client)
    },
  }
  refreshSession(client, credentials)
  connector.connect()
  return client
}
