import type {
  MessageSyncRequest,
  MessageSyncResult,
  SyncedConversation,
} from '@monhub/realtime-protocol'
import type { Client } from './client'
import { noAccess } from './errors'

/** Asks for what came after a `seq`. Rejects with `FORBIDDEN` when the reader has no access. */
export type Sync = (conversationId: string, after: number) => Promise<SyncedConversation>

interface Batch extends MessageSyncRequest {
  answer: Promise<MessageSyncResult>
}

/** Everything asked for in one tick goes out as one `message:sync`, as far as its limit allows. */
export function createSyncBatch(client: Client): Sync {
  let open: Batch | undefined

  function begin(): Batch {
    const conversations: Batch['conversations'] = []
    const answer = Promise.resolve().then(() => {
      open = undefined
      return client.request('message:sync', { conversations })
    })
    return { conversations, answer }
  }

  return async (conversationId, after) => {
    if (!open || open.conversations.length >= client.limits.syncConversations) open = begin()
    open.conversations.push({ conversationId, after })
    const { conversations } = await open.answer
    const synced = conversations.find((item) => item.conversationId === conversationId)
    if (!synced) throw noAccess(conversationId)
    return synced
  }
}
