import type { Server as HttpServer } from 'node:http'
import {
  createSocketServer,
  createSocketService,
  type RealtimeStore,
} from '@monhub/realtime-server'
import { userIdOf } from '../shared/identity'
import { logger } from '../shared/logger'
import type { ChatServer } from './chatServer'

/** Ours, as an app would start it. */
export function startRealtime(httpServer: HttpServer, store: RealtimeStore): ChatServer {
  const io = createSocketServer(httpServer, { logger })
  const service = createSocketService(io, {
    store,
    logger,
    limits: false,
    authenticate: ({ auth }) => ({ userId: userIdOf(auth) }),
  })
  return {
    setGroups: async (groups) => {
      for (const [conversationId, add] of Object.entries(groups)) {
        await service.updateMembers({ conversationId, add, by: 'nobody' })
      }
    },
    append: ({ conversation, n, text }) => {
      const memberIds = [`left${conversation}`, `right${conversation}`] as const
      const [senderId, receiverId] = memberIds
      return store.append({
        conversationId: `dm:${senderId}:${receiverId}`,
        senderId,
        receiverId,
        clientId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
        text,
        fingerprint: String(n).padStart(22, '0'),
        memberIds,
      })
    },
    close: async () => {
      await service.close()
      await io.close()
      await store.close()
    },
  }
}
