import { assertNoRecovery } from './assertNoRecovery'
import { createGate } from './auth'
import type { Contract } from './contract'
import { createConversations } from './conversations'
import { createServiceApi } from './createServiceApi'
import { createSocketManager } from './createSocketManager'
import { originPolicyOf } from './createSocketServer'
import { createChanges } from './features/changes'
import { createChat } from './features/chat'
import { createDataSync } from './features/dataSync'
import { createErasure } from './features/erasure'
import { createSendHooks } from './features/hooks'
import { createInbox } from './features/inbox'
import { createLog } from './features/log'
import { createMembers } from './features/members'
import { createReceipts } from './features/receipts'
import { createTyping } from './features/typing'
import { createWatching } from './features/watching'
import { createGreeting } from './greeting'
import { createInboxHandlers } from './handlers/inbox'
import { createMessageHandlers } from './handlers/messages'
import { createPresenceHandlers } from './handlers/presence'
import { createRegistry } from './handlers/register'
import { createSessionHandlers } from './handlers/session'
import { createTypingHandlers } from './handlers/typing'
import { createLimits } from './limits/createLimits'
import { createMissed } from './missed'
import { assertSocketHost, claimNamespace } from './misuse'
import { resolveOptions, type SocketServiceOptions } from './options'
import { createPresence } from './presence/createPresence'
import type { SocketServiceAPI } from './serviceApi'
import { endSession } from './endSession'
import { createSessionLife } from './sessionLife'
import { createSessions, type Session } from './sessions'
import { shareAnswers } from './sharedAnswers'
import { guardStore } from './stores/guarded'
import type { RealtimeNamespace, RealtimeSocket, SocketHost } from './types'
import { batchWrites } from './writeBatches'

/**
 * Puts the realtime layer on a Socket.IO server or on one of its namespaces, and gives application
 * code its functions. Everything is wired here; each part is told what it needs and no more.
 *
 * @throws RealtimeError `UNAUTHENTICATED` without `authenticate` outside development and test;
 * TypeError when the server has `connectionStateRecovery`, which would pass by `authenticate`, when
 * the namespace has or had a service already, and for what is no Socket.IO server or no store.
 */
export function createSocketService<C extends Contract = Contract>(
  host: SocketHost,
  options: SocketServiceOptions<C> = {},
): SocketServiceAPI<C> {
  assertSocketHost(host)
  const resolved = resolveOptions(options)
  const { logger } = resolved
  const nsp = ('of' in host ? host.of('/') : host) as RealtimeNamespace
  assertNoRecovery(nsp.server)
  claimNamespace(nsp)
  shareAnswers(nsp.server)
  const originPolicy = originPolicyOf(nsp.server)
  if (!originPolicy) {
    logger.warn(
      {},
      'This Socket.IO server was not made by createSocketServer, so any website can open a WebSocket to it with the cookies of your users; make it with createSocketServer(httpServer, { origins }).',
    )
  }

  const manager = createSocketManager()
  const store = guardStore(resolved.store, logger)
  const conversations = createConversations({ options: resolved, store })
  const typing = createTyping(nsp, conversations)
  const missed = createMissed(nsp)
  const presence = createPresence({
    ...{ nsp, manager, store, options: resolved, onMissed: missed.tell },
    cut: (target, reason, before) => {
      for (const session of sessions.of(target)) if (session.since <= before) end(session, reason)
      if ('userId' in target) presence.local.endGrace(target.userId)
    },
  })
  const { local, fanout, onlineList, revocations, view } = presence
  const watching = createWatching(presence, resolved.presence)
  const sessions = createSessions({
    ...{ local, fanout, socketIdsOf: manager.getSocketIds },
    onLeft: typing.left,
  })
  const end = (session: Session, reason: string) =>
    endSession(session, { code: 'SESSION_ENDED', reason })
  const gate = createGate(resolved)
  const { reauthenticate } = gate
  const life = createSessionLife({
    options: resolved.session,
    authenticate: reauthenticate && (({ socket }, auth) => reauthenticate(socket, auth)),
    expired: (session) =>
      endSession(session, { code: 'SESSION_EXPIRED', reason: 'The session is over.' }),
    onRefreshed: (session) => endIfRevoked(session),
  })
  const endIfRevoked = (session: Session) => {
    const { userId, sessionId, since } = session
    const reason = userId === null ? undefined : revocations.reasonFor({ userId, sessionId, since })
    if (reason !== undefined) end(session, reason)
  }
  const hooks = createSendHooks(resolved, view.isConnected)
  const common = { nsp, store, conversations }
  const chat = createChat({ ...common, hooks, options: resolved, onSent: typing.sent })
  const changes = createChanges({ ...common, hooks })
  const receipts = createReceipts(common)
  const members = createMembers({ ...common, onChanged: typing.changed })
  const erasure = createErasure({ ...common, members })
  const log = createLog(common)
  const inbox = createInbox(nsp, store)
  const dataSync = createDataSync(nsp, store)

  const limits = createLimits({
    ...{ options: resolved, presence, admissionOf: gate.admissionOf },
    connectionsOf: (userId) => manager.getSocketIds(userId).length,
  })
  const trustsClients = !resolved.authenticate
  const registry = createRegistry(
    { sessions, logger, trustsClients, refusal: limits.refusal },
    {
      ...createMessageHandlers({ chat, receipts, changes, log }),
      ...createTypingHandlers(typing),
      ...createInboxHandlers(inbox, dataSync),
      ...createPresenceHandlers(presence, watching),
      ...createSessionHandlers(life),
    },
  )

  const greet = createGreeting({ watching, onlineList, refusal: limits.refusal })

  const onConnection = (socket: RealtimeSocket) => {
    const admission = gate.admissionOf(socket)
    const { version, identity } = admission
    const session = sessions.open(socket, admission)
    batchWrites(socket.conn)
    limits.opened(session)
    registry.attach(session)
    life.endsAt(session, identity?.expiresAt)
    greet(session, admission)
    logger.debug({ userId: session.userId, socketId: socket.id, version }, 'connected')
    socket.on('disconnect', (reason) => {
      life.forget(session)
      limits.closed(session)
      sessions.close(session, reason)
      logger.debug({ userId: session.userId, socketId: socket.id, reason }, 'disconnected')
    })
    endIfRevoked(session)
  }
  nsp.use(gate.middleware)
  nsp.use(limits.middleware)
  nsp.on('connection', onConnection)

  return createServiceApi({
    ...{ nsp, presence, store, chat, changes, receipts, members, erasure, log, inbox, dataSync },
    ...{ registry, limits, logger, originPolicy, contract: options.contract },
    stop: async () => {
      gate.close()
      nsp.off('connection', onConnection)
      typing.close()
      missed.close()
      limits.close()
      for (const socket of nsp.sockets.values()) {
        // Closing the transport lets clients reconnect to another node; a namespace shares its own.
        if (nsp.name === '/') socket.conn.close()
        else socket.disconnect()
      }
      await presence.close()
      if (resolved.ownsStore) await store.close()
    },
  })
}
