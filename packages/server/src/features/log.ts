import {
  LIMITS,
  peerOf,
  type ConversationListRequest,
  type ConversationListResult,
  type ConversationSummary,
  type Message,
  type MessageHistoryRequest,
  type MessageHistoryResult,
  type MessageSyncRequest,
  type MessageSyncResult,
  type SyncedConversation,
} from '@monhub/realtime-protocol'
import type { Conversation, Conversations } from '../conversations'
import { realtimeError } from '../errors'
import type { RealtimeStore } from '../stores/types'
import { createFitting, inTurns } from './answerSize'
import { showsReceipts } from './receipts'

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
  const stateFor = async (userId: string, conversation: Conversation) => {
    const { id, isDirect, memberIds } = conversation
    const [cursors, unreadCount] = await Promise.all([
      store.cursors(id),
      store.unread({ userId, conversationId: id, cap: LIMITS.unreadCap }),
    ])
    const shown = showsReceipts(conversation)
      ? cursors.filter((cursor) => memberIds.includes(cursor.userId))
      : cursors.filter((cursor) => cursor.userId === userId)
    return { cursors: shown, unreadCount, ...(!isDirect && { memberIds: [...memberIds] }) }
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
    const state = await stateFor(userId, conversation)
    return { conversationId: conversation.id, ...(await store.history(query)), ...state }
  }

  const syncOne = async (
    userId: string,
    { conversationId, after }: { conversationId: string; after: number },
  ): Promise<SyncedConversation | null> => {
    const conversation = await conversations.mayOpen(userId, 'read', { conversationId })
    if (!conversation) return null
    const state = await stateFor(userId, conversation)
    const missed = await store.entries({ conversationId, after, limit: LIMITS.syncEntries })
    if (missed.head - after <= LIMITS.syncReset && after <= missed.head) {
      return { conversationId, ...missed, ...state }
    }
    return { conversationId, ...(await newestPage(conversationId, missed.head)), ...state }
  }

  /** Nothing beyond `head`, so that a client that goes on from there gets everything once. */
  const newestPage = async (conversationId: string, head: number) => {
    const query = { conversationId, before: head + 1, limit: LIMITS.pageDefault }
    const { messages } = await store.history(query)
    const toEntry = (message: Message) =>
      ({ kind: 'message', conversationId, seq: message.seq, message }) as const
    return { entries: messages.map(toEntry), head, hasMore: false, reset: true }
  }

  return {
    history,
    sync: async (userId, request) => {
      // Whoever asks for one conversation fifty times is answered once.
      const asked = new Map(request.conversations.map((one) => [one.conversationId, one]))
      const fitted = createFitting()
      const answers: SyncedConversation[] = []
      for (const some of inTurns([...asked.values()])) {
        const all = await Promise.all(some.map((one) => syncOne(userId, one)))
        answers.push(...all.flatMap((one) => (one === null ? [] : [fitted(one)])))
      }
      return { conversations: answers }
    },
    list: async (userId, { before, limit = LIMITS.pageDefault }) => {
      const [page, unreadTotal] = await Promise.all([
        store.conversations({ userId, before, limit, unreadCap: LIMITS.unreadCap }),
        store.unread({ userId, cap: LIMITS.unreadCap }),
      ])
      const summaries = await Promise.all(
        page.conversations.map(async (summary): Promise<ConversationSummary | null> => {
          const { conversationId } = summary
          const conversation = await conversations.mayOpen(userId, 'read', { conversationId })
          if (!conversation) return null
          if (conversation.isDirect) return { ...summary, peerId: peerOf(conversationId, userId) }
          return { ...summary, memberIds: [...conversation.memberIds] }
        }),
      )
      return {
        ...page,
        unreadTotal,
        conversations: summaries.filter((summary) => summary !== null),
      }
    },
  }
}
