import { directConversationId, directMembers, isDirect } from '@monhub/realtime-protocol'
import { realtimeError } from './errors'
import type { ConversationAction, ResolvedOptions } from './options'

/** A conversation as `authorize` and the handlers see it. */
export interface Conversation {
  id: string
  memberIds: readonly string[]
  isDirect: boolean
}

export type Target =
  { peerId: string; conversationId?: undefined } | { conversationId: string; peerId?: undefined }

export interface Conversations {
  /** The conversation, if the user may do this in it. Rejects with `FORBIDDEN` otherwise. */
  open: (userId: string, action: ConversationAction, target: Target) => Promise<Conversation>
  /** The same as a question. */
  mayOpen: (
    userId: string,
    action: ConversationAction,
    target: Target,
  ) => Promise<Conversation | null>
}

/** The one check in front of every read and write of a conversation. */
export function createConversations({
  authorize,
}: Pick<ResolvedOptions, 'authorize'>): Conversations {
  const mayOpen: Conversations['mayOpen'] = async (userId, action, target) => {
    const conversation = resolve(userId, target)
    if (!conversation?.memberIds.includes(userId)) return null
    return (await authorize(userId, action, conversation)) === true ? conversation : null
  }
  return {
    mayOpen,
    open: async (userId, action, target) => {
      const conversation = await mayOpen(userId, action, target)
      if (conversation) return conversation
      throw realtimeError(
        'FORBIDDEN',
        'This conversation does not exist or is not yours to use in this way.',
      )
    },
  }
}

/** Members of a direct conversation are read from its id; other ids are nobody's yet. */
function resolve(userId: string, target: Target): Conversation | null {
  const id = target.conversationId ?? directConversationId(userId, target.peerId)
  const members = isDirect(id) ? directMembers(id) : null
  return members && { id, memberIds: [...new Set(members)], isDirect: true }
}
