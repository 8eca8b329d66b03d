import type { LogEntry } from '@monhub/realtime-protocol'
import { createChat, type Chat } from './chat'
import type { Client } from './client'
import { conversationIdOf, type Peer } from './conversationRef'
import { createOutbox } from './outbox'
import { createSyncBatch } from './syncBatch'

export interface Chats {
  /** The conversation with somebody, or by its id; the same object every time. */
  open(peer: Peer): Chat
}

/** The conversations that were opened, each kept for as long as the client. */
export function createChats(client: Client): Chats {
  const chats = new Map<string, ReturnType<typeof createChat>>()
  const sync = createSyncBatch(client)
  // Also what was left unsent in conversations that nobody opens goes out.
  client.feature(createOutbox)

  const receive = (entry: LogEntry) => chats.get(entry.conversationId)?.receive(entry)
  client.on('message:new', ({ message }) => {
    const { conversationId, seq } = message
    receive({ kind: 'message', conversationId, seq, message })
  })
  client.on('message:entry', receive)
  client.on('message:read', ({ conversationId, readBy, upTo, readAt }) => {
    chats.get(conversationId)?.read({ userId: readBy, upTo, readAt })
  })

  return {
    open(peer) {
      const id = conversationIdOf(client.userId, peer)
      const chat = chats.get(id) ?? createChat(client, id, sync)
      chats.set(id, chat)
      return chat
    },
  }
}
