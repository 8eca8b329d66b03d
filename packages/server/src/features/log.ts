import {
  directMembers,
  LIMITS,
  peerOf,
  type ConversationListRequest,
  type ConversationListResult,
  type MessageHistoryRequest,
  type MessageHistoryResult,
  type MessageSyncRequest,
  type MessageSyncResult,
  type SyncedConversation,
} from '@monhub/realtime-protocol'
import type { Conversation, Conversations } from '../conversations'
import { realtimeError } from '../errors'
import type { RealtimeStore } from '../stores/types'

/** Reading conversations: pages of history, what was missed, and the list. */
export interface Log {
  history: (userId: string, request: MessageHistoryRequest) => Promise<MessageHistoryResult>
  sync: (userId: string, request: MessageSyncRequest) => Promise<MessageSyncResult>
  list: (userId: string, request: ConversationListRequest) => Promise<ConversationListResult>
}

interface LogParts {
  store: RealtimeStore
  conversations: Conversations
}

export function createLog({ store, conversations }: LogParts): Log {
  const readState = async (userId: string, { id }: Conversation) => {
    const [cursors, unreadCount] = await Promise.all([
      store.cursors(id),
      store.unread({ userId, conversationId: id, cap: LIMITS.unreadCap }),
    ])
    return { cursors, unreadCount }
  }

  const history: Log['history'] = async (userId, request) => {
    const { before, after, around, limit = LIMITS.pageDefault } = request
    if ([before, after, around].filter((seq) => seq !== undefined).length > 1) {
      throw realtimeError('BAD_PAYLOAD', 'Give at most one of "before", "after" and "around".')
    }
    const { peerId, conversationId } = request
    const target = conversationId === undefined ? { peerId: peerId ?? '' } : { conversationId }
    const conversation = await conversations.open(userId, 'read', target)
    const query = { conversationId: conversation.id, before, after, around, limit }
    // Read state first: a message that arrives in between then shows as unread, never as read.
    const state = await readState(userId, conversation)
    return { conversationId: conversation.id, ...(await store.history(query)), ...state }
  }

  const syncOne = async (
    userId: string,
    { conversationId, after }: { conversationId: string; after: number },
  ): Promise<SyncedConversation | null> => {
    const conversation = await conversations.mayOpen(userId, 'read', { conversationId })
    if (!conversation) return null
    const state = await readState(userId, conversation)
    const missed = await store.entries({ conversationId, after, limit: LIMITS.syncEntries })
    if (missed.head - after <= LIMITS.syncReset && after <= missed.head) {
      return { conversationId, ...missed, ...state }
    }
    const newest = Math.max(0, missed.head - LIMITS.pageDefault)
    const page = await store.entries({ conversationId, after: newest, limit: LIMITS.syncEntries })
    return { conversationId, ...page, ...state, reset: true }
  }

  return {
    history,
    sync: async (userId, request) => {
      const all = await Promise.all(request.conversations.map((one) => syncOne(userId, one)))
      return { conversations: all.filter((one) => one !== null) }
    },
    list: async (userId, { before, limit = LIMITS.pageDefault }) => {
      const [page, unreadTotal] = await Promise.all([
        store.conversations({ userId, before, limit, unreadCap: LIMITS.unreadCap }),
        store.unread({ userId, cap: LIMITS.unreadCap }),
      ])
      return {
        ...page,
        unreadTotal,
        conversations: page.conversations.map((summary) => ({
          ...summary,
          ...(directMembers(summary.conversationId)
            ? { peerId: peerOf(summary.conversationId, userId) }
            : {}),
        })),
      }
    },
  }
}
