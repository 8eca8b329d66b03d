import {
  parseAudience,
  parseMembersUpdate,
  parseNotification,
  parsers,
  parseUpdate,
  parseUserId,
} from '@monhub/realtime-protocol/parse'
import { isoOf, sendable, valid } from './arguments'
import type { Contract } from './contract'
import { createEmit } from './emit'
import { isRealtimeError } from './errors'
import type { Changes } from './features/changes'
import type { Chat } from './features/chat'
import type { DataSync } from './features/dataSync'
import type { Erasure } from './features/erasure'
import type { Inbox } from './features/inbox'
import type { Log } from './features/log'
import type { Members } from './features/members'
import type { Receipts } from './features/receipts'
import { createOn } from './handlers/custom'
import type { Registry } from './handlers/register'
import type { Logger } from './logger'
import type { Limits } from './limits/createLimits'
import { isHealthy } from './ops/health'
import type { OriginPolicy } from './origin'
import type { Presence } from './presence/createPresence'
import { userRoom } from './rooms'
import type { SocketServiceAPI } from './serviceApi'
import type { GuardedStore } from './stores/guarded'
import type { RealtimeNamespace } from './types'

interface ServiceParts<C extends Contract> {
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
  limits: Pick<Limits, 'counts'>
  logger: Logger
  originPolicy: OriginPolicy | undefined
  contract: C | undefined
  stop: () => Promise<void>
}

export function createServiceApi<C extends Contract>(parts: ServiceParts<C>): SocketServiceAPI<C> {
  const { nsp, presence, store, chat, changes, receipts, members, erasure } = parts
  const { log, inbox, dataSync, registry, logger, contract } = parts
  const { view, revocations, lastSeen } = presence
  let closing: Promise<void> | undefined

  const emit = createEmit(parts)

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
    on: createOn(registry, contract),
    health: async () => {
      const isStoreUp = (await isHealthy(store.ping)) && !store.isFailing()
      return {
        status: closing ? 'ERROR' : isStoreUp ? 'OK' : 'DEGRADED',
        socketIO: closing ? 'Closed' : 'Connected',
        onlineUsers: view.onlineCount(),
        connections: nsp.sockets.size,
        store: { name: store.name, status: isStoreUp ? 'OK' : 'ERROR' },
        presence: presence.health(),
        limits: parts.limits.counts(),
      }
    },
    isOriginAllowed: (request) => (parts.originPolicy?.refusal(request) ?? null) === null,
    close: () => (closing ??= parts.stop()),
  }
}
