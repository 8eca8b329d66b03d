import type { IncomingMessage } from 'node:http'
import type {
  MessageChangeResult,
  MessageDeleteRequest,
  MessageEditRequest,
  MessageHistoryRequest,
  MessageHistoryResult,
  MessageReactRequest,
  MessageReadRequest,
  MessageReadResult,
  MessageSendRequest,
  MessageSendResult,
  Notification,
} from '@monhub/realtime-protocol'
import {
  parseAudience,
  parseMembersUpdate,
  parseNotification,
  parsers,
  parseUpdate,
  parseUserId,
  type MembersUpdate,
  type NotificationDraft,
} from '@monhub/realtime-protocol/parse'
import { isoOf, sendable, valid } from './arguments'
import { isRealtimeError, realtimeError } from './errors'
import type { Changes } from './features/changes'
import type { Chat } from './features/chat'
import type { DataSync } from './features/dataSync'
import type { Erasure } from './features/erasure'
import type { Inbox } from './features/inbox'
import type { Log } from './features/log'
import type { Members } from './features/members'
import type { Receipts } from './features/receipts'
import {
  assertCustomEvent,
  customHandler,
  type CustomEventHandler,
  type CustomEventOptions,
} from './handlers/custom'
import type { Registry } from './handlers/register'
import type { Logger } from './logger'
import { isHealthy, type Health } from './ops/health'
import type { OriginPolicy } from './origin'
import type { Presence, PresenceChangeListener } from './presence/createPresence'
import { userRoom } from './rooms'
import type { GuardedStore } from './stores/guarded'
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
  /** Who is online on any node, in no order, without those who are invisible. */
  getOnlineUsers: () => string[]
  /** A look-up on this node, right within seconds whatever happens to others; never a round trip. */
  isUserOnline: (userId: string) => boolean
  /** Stores a message and announces it to every device of every participant. */
  sendMessage: (request: MessageSendRequest & { senderId: string }) => Promise<MessageSendResult>
  /** Changes any message, as the app sees fit, and tells everybody; `by` is who did it. */
  editMessage: (request: MessageEditRequest & { by: string }) => Promise<MessageChangeResult>
  /** Takes text, metadata and reactions out of any message for good; it keeps its place. */
  deleteMessage: (request: MessageDeleteRequest & { by: string }) => Promise<MessageChangeResult>
  /** Adds a reaction of `by` to a message, or takes it back. */
  reactToMessage: (request: MessageReactRequest & { by: string }) => Promise<MessageChangeResult>
  /**
   * Puts users into a group or takes them out, and tells everybody: who is taken out receives and
   * reads nothing from then on. The first call makes the group. With the `participants` option,
   * change your own database first.
   */
  updateMembers: (change: MembersUpdate) => Promise<{ memberIds: string[] }>
  /**
   * Forgets a user: ends their connections, deletes their messages and reactions for everybody,
   * drops their inbox and read cursors, and takes them out of all groups. Their id stays where they
   * wrote. Can be repeated when it was cut off.
   */
  eraseUser: (userId: string) => Promise<void>
  /** Drops messages, changes and notifications older than a time; gives how many. */
  prune: (options: { before: Date }) => Promise<{ removed: number }>
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
  /**
   * Calls back when somebody comes online or goes offline on any node, or appears otherwise.
   * Returns the unsubscribe.
   */
  onPresence: (listener: PresenceChangeListener) => () => void
  /**
   * Ends every connection of a user on every node for good: clients are told why and do not
   * reconnect. Sign-ins after it are up to `authenticate`.
   */
  disconnectUser: (userId: string, reason: string) => void
  /** The same for one sign-in: the connections whose `authenticate` gave this `sessionId`. */
  disconnectSession: (sessionId: string, reason: string) => void
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
  presence: Presence
  store: GuardedStore
  chat: Chat
  changes: Changes
  receipts: Receipts
  members: Members
  erasure: Erasure
  log: Log
  inbox: Inbox
  dataSync: DataSync
  registry: Registry
  logger: Logger
  originPolicy: OriginPolicy | undefined
  stop: () => Promise<void>
}

export function createServiceApi(parts: ServiceParts): SocketServiceAPI {
  const { nsp, presence, store, chat, changes, receipts, members, erasure } = parts
  const { log, inbox, dataSync, registry, logger } = parts
  const { view, revocations, lastSeen } = presence
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
    getOnlineUsers: view.onlineUsers,
    isUserOnline: view.isOnline,
    onPresence: presence.onPresence,
    sendMessage: (request) =>
      settled('sendMessage', () =>
        chat.send(valid(parseUserId, request.senderId), sendable(parsers['message:send'], request)),
      ),
    editMessage: (request) =>
      settled('editMessage', () =>
        changes.edit(
          valid(parseUserId, request.by),
          sendable(parsers['message:edit'], request),
          'app',
        ),
      ),
    deleteMessage: (request) =>
      settled('deleteMessage', () =>
        changes.remove(
          valid(parseUserId, request.by),
          valid(parsers['message:delete'], request),
          'app',
        ),
      ),
    reactToMessage: (request) =>
      settled('reactToMessage', () =>
        changes.react(
          valid(parseUserId, request.by),
          valid(parsers['message:react'], request),
          'app',
        ),
      ),
    updateMembers: (change) =>
      settled('updateMembers', () => members.update(valid(parseMembersUpdate, change))),
    eraseUser: (userId) =>
      settled('eraseUser', async () => {
        const id = valid(parseUserId, userId)
        revocations.revoke({ userId: id }, 'This account was deleted.')
        // Otherwise they would be seen a last time after they were forgotten.
        await lastSeen.drain()
        await erasure.eraseUser(id)
      }),
    prune: (options) =>
      settled('prune', async () => ({ removed: await erasure.prune(isoOf(options.before)) })),
    markRead: (request) =>
      settled('markRead', () =>
        receipts.markRead(
          valid(parseUserId, request.readBy),
          valid(parsers['message:read'], request),
        ),
      ),
    history: (request) =>
      settled('history', () =>
        log.history(valid(parseUserId, request.userId), valid(parsers['message:history'], request)),
      ),
    notify: (draft) => settled('notify', () => inbox.notify(sendable(parseNotification, draft))),
    publishUpdate: (userIds, update) =>
      settled('publishUpdate', () =>
        dataSync.publish(valid(parseAudience, userIds), sendable(parseUpdate, update)),
      ),
    disconnectUser: (userId, reason) => revocations.revoke({ userId }, reason),
    disconnectSession: (sessionId, reason) => revocations.revoke({ sessionId }, reason),
    on: (event, options, run) => {
      assertCustomEvent(event)
      const forbid = () => realtimeError('FORBIDDEN', `You may not send "${event}".`)
      return registry.add(event, customHandler(options, run, forbid))
    },
    health: async () => {
      const isStoreUp = (await isHealthy(store.ping)) && !store.isFailing()
      return {
        status: closing ? 'ERROR' : isStoreUp ? 'OK' : 'DEGRADED',
        socketIO: closing ? 'Closed' : 'Connected',
        onlineUsers: view.onlineCount(),
        connections: nsp.sockets.size,
        store: { name: store.name, status: isStoreUp ? 'OK' : 'ERROR' },
        presence: presence.health(),
      }
    },
    isOriginAllowed: (request) => (parts.originPolicy?.refusal(request) ?? null) === null,
    close: () => (closing ??= parts.stop()),
  }
}
