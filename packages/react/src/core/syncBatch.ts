import type { SyncedConversation } from '@monhub/realtime-protocol'
import { chunks } from './chunks'
import type { Client } from './client'
import { noAccess } from './errors'

/** Asks for what came after a `seq`. Rejects with `FORBIDDEN` when the reader has no access. */
export type Sync = (conversationId: string, after: number) => Promise<SyncedConversation>

interface Asked {
  conversationId: string
  after: number
  resolve(answer: SyncedConversation): void
  reject(error: unknown): void
}

/** Everything asked for in one tick goes out as one `message:sync`, as far as its limit allows. */
export function createSyncBatch(client: Client): Sync {
  let queue: Asked[] = []

  function flush() {
    const all = queue
    queue = []
    for (const part of chunks(all, client.limits.syncConversations)) void send(part)
  }

  async function send(asked: Asked[]) {
    try {
      const conversations = asked.map(({ conversationId, after }) => ({ conversationId, after }))
      const answer = await client.request('message:sync', { conversations })
      const byId = new Map(answer.conversations.map((item) => [item.conversationId, item]))
      for (const { conversationId, resolve, reject } of asked) {
        const item = byId.get(conversationId)
        if (item) resolve(item)
        else reject(noAccess(conversationId))
      }
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
  }

  return (conversationId, after) =>
    new Promise((resolve, reject) => {
      queue.push({ conversationId, after, resolve, reject })
      if (queue.length === 1) queueMicrotask(flush)
    })
}
