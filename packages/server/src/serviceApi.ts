import type { IncomingMessage } from 'node:http'
import type {
  MessageHistoryRequest,
  MessageHistoryResult,
  MessageReadRequest,
  MessageReadResult,
  MessageSendRequest,
  MessageSendResult,
  Notification,
} from '@monhub/realtime-protocol'
import {
  parseAudience,
  parseNotification,
  parsers,
  parseUpdate,
  parseUserId,
  type NotificationDraft,
  type Parsed,
  type Parser,
} from '@monhub/realtime-protocol/parse'
import type { SocketManagerAPI } from './createSocketManager'
import { isRealtimeError, realtimeError } from './errors'
import type { Chat } from './features/chat'
import type { DataSync } from './features/dataSync'
import type { Inbox } from './features/inbox'
import type { Log } from './features/log'
import {
  assertCustomEvent,
  customHandler,
  type CustomEventHandler,
  type CustomEventOptions,
} from './handlers/custom'
import { assertSize } from './handlers/size'
import type { Registry } from './handlers/register'
import type { Logger } from './logger'
import { isHealthy, type Health } from './ops/health'
import type { OriginPolicy } from './origin'
import { modernRoom, userRoom } from './rooms'
import type { RealtimeStore } from './stores/types'
import type { RealtimeNamespace } from './types'

/**
 * What application code calls. Promises reject with a `RealtimeError`; one that nobody awaits is
 * logged and never becomes an unhandled rejection.
 */
export interface SocketServiceAPI {
  /** Emits to every connection of a user; at most once, and to nobody if the user is away. */
  emitToUser: (userId: string, event: string, data: unknown) => void
  emitToUsers: (userIds: readonly string[], event: string, data: unknown) => void
  emitToAll: (event: string, data: unknown) => void
  getOnlineUsers: () => string[]
  isUserOnline: (userId: string) => boolean
  /** Stores a message and announces it to every device of every participant. */
  sendMessage: (request: MessageSendRequest & { senderId: string }) => Promise<MessageSendResult>
  /** Moves a user's read cursor and tells the senders. */
  markRead: (request: MessageReadRequest & { readBy: string }) => Promise<MessageReadResult>
  /** A page of a conversation, as one of its members may see it. */
  history: (request: MessageHistoryRequest & { userId: string }) => Promise<MessageHistoryResult>
  /** Stores a notification in the user's inbox and pushes it. */
  notify: (draft: NotificationDraft) => Promise<Notification>
  /** Tells users, or everybody, that data of a type has changed; who is away learns of it later. */
  publishUpdate: (
    userIds: readonly string[] | 'all',
    update: { type: string; payload?: unknown },
  ) => Promise<{ version: string }>
  /** Ends every connection of a user for good: clients are told why and do not reconnect. */
  disconnectUser: (userId: string, reason: string) => void
  /**
   * Handles an event of your own; it passes the same checks as ours. Returns what removes it.
   * @throws TypeError when the name belongs to the protocol or to Socket.IO.
   */
  on: <Payload>(
    event: string,
    options: CustomEventOptions<Payload>,
    handler: CustomEventHandler<Payload>,
  ) => () => void
  health: () => Promise<Health>
  /** Whether the Origin check lets this request write; for routes of your own. */
  isOriginAllowed: (request: IncomingMessage) => boolean
  /** Cuts this service's connections and stops its timers. Your HTTP server and store stay open. */
  close: () => Promise<void>
}

interface ServiceParts {
  nsp: RealtimeNamespace
  manager: SocketManagerAPI
  store: RealtimeStore
  chat: Chat
  log: Log
  inbox: Inbox
  dataSync: DataSync
  registry: Registry
  logger: Logger
  originPolicy: OriginPolicy | undefined
  stop: () => Promise<void>
}

export function createServiceApi(parts: ServiceParts): SocketServiceAPI {
  const { nsp, manager, store, chat, log, inbox, dataSync, registry, logger } = parts
  let closing: Promise<void> | undefined

  const emit = (rooms: string[] | null, event: string, data: unknown) => {
    if (rooms?.length === 0) return
    try {
      // Custom events are outside the typed map.
      const audience = (rooms ? nsp.to(rooms) : nsp) as { emit: (e: string, d: unknown) => void }
      audience.emit(event, data)
    } catch (error) {
      logger.error({ event, error }, 'an event could not be emitted')
    }
  }

  /** Marks the promise as handled: a caller that awaits it still sees the rejection. */
  const settled = <T>(what: string, run: () => Promise<T>): Promise<T> => {
    const promise = Promise.resolve().then(run)
    promise.catch((error: unknown) => {
      const code = isRealtimeError(error) ? error.code : undefined
      logger.warn({ what, code, error }, 'a call to the service was rejected')
    })
    return promise
  }

  return {
    emitToUser: (userId, event, data) => emit([userRoom(userId)], event, data),
    emitToUsers: (userIds, event, data) => emit(userIds.map(userRoom), event, data),
    emitToAll: (event, data) => emit(null, event, data),
    getOnlineUsers: manager.getOnlineUsers,
    isUserOnline: manager.isUserOnline,
    sendMessage: (request) =>
      settled('sendMessage', () =>
        chat.send(valid(parseUserId, request.senderId), sendable(parsers['message:send'], request)),
      ),
    markRead: (request) =>
      settled('markRead', () =>
        chat.markRead(valid(parseUserId, request.readBy), valid(parsers['message:read'], request)),
      ),
    history: ({ userId, ...request }) =>
      settled('history', () =>
        log.history(valid(parseUserId, userId), valid(parsers['message:history'], request)),
      ),
    notify: (draft) => settled('notify', () => inbox.notify(sendable(parseNotification, draft))),
    publishUpdate: (userIds, update) =>
      settled('publishUpdate', () =>
        dataSync.publish(valid(parseAudience, userIds), sendable(parseUpdate, update)),
      ),
    disconnectUser: (userId, reason) => {
      nsp.to(modernRoom(userId)).emit('session:ended', { code: 'SESSION_ENDED', reason })
      nsp.in(userRoom(userId)).disconnectSockets(true)
    },
    on: (event, options, run) => {
      assertCustomEvent(event)
      const forbid = () => realtimeError('FORBIDDEN', `You may not send "${event}".`)
      return registry.add(event, customHandler(options, run, forbid))
    },
    health: async () => {
      const isStoreUp = await isHealthy(store.ping)
      return {
        status: isStoreUp && !closing ? 'OK' : 'ERROR',
        socketIO: closing ? 'Closed' : 'Connected',
        onlineUsers: manager.getOnlineUsers().length,
        connections: nsp.sockets.size,
        store: { name: store.name, status: isStoreUp ? 'OK' : 'ERROR' },
      }
    },
    isOriginAllowed: (request) => (parts.originPolicy?.refusal(request) ?? null) === null,
    close: () => (closing ??= parts.stop()),
  }
}

/** As it will be on the wire: an ObjectId or a Date of the app becomes its string. */
function valid<T>(parse: Parser<T>, input: unknown): T {
  const parsed: Parsed<T> = parse(toJson(input))
  if (parsed.ok) return parsed.value
  throw realtimeError('BAD_PAYLOAD', `The argument ${parsed.message}.`)
}

/** Also within the size that clients keep to, for what is pushed to them. */
function sendable<T>(parse: Parser<T>, input: unknown): T {
  const value = valid(parse, input)
  assertSize(value)
  return value
}

function toJson(input: unknown): unknown {
  try {
    const json = JSON.stringify(input) as string | undefined
    return json === undefined ? undefined : (JSON.parse(json) as unknown)
  } catch (cause) {
    throw realtimeError('BAD_PAYLOAD', 'The argument cannot be written as JSON.', { cause })
  }
}
