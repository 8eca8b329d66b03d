import { directConversationId, directMembers, isDirect } from '@monhub/realtime-protocol'
import { realtimeError } from './errors'
import type { ConversationAction, ResolvedOptions } from './options'
import type { MemberStore } from './stores/types'

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
  /** The conversation as it is now, whoever asks; without members when there is none. */
  find: (conversationId: string) => Promise<Conversation>
  /** True where the store keeps the members, and so can look again at the moment it writes. */
  areMembersStored: (conversation: Conversation) => boolean
}

interface Parts {
  options: Pick<ResolvedOptions, 'authorize' | 'participants'>
  store: Pick<MemberStore, 'members'>
}

/** The one check in front of every read and write of a conversation. */
export function createConversations({ options, store }: Parts): Conversations {
  const { authorize, participants } = options

  const find: Conversations['find'] = async (id) => {
    // Members of a direct conversation are read from its id.
    if (isDirect(id)) return { id, memberIds: [...new Set(directMembers(id))], isDirect: true }
    const memberIds = participants ? await participants(id) : await store.members(id)
    return { id, memberIds: [...new Set(memberIds)], isDirect: false }
  }

  const mayOpen: Conversations['mayOpen'] = async (userId, action, target) => {
    const { conversationId, peerId } = target
    const conversation =
      conversationId === undefined ? between(userId, peerId) : await find(conversationId)
    if (!conversation.memberIds.includes(userId)) return null
    return (await authorize(userId, action, conversation)) === true ? conversation : null
  }

  return {
    find,
    areMembersStored: (conversation) => !conversation.isDirect && !participants,
    mayOpen,
    open: async (userId, action, target) => {
      const conversation = await mayOpen(userId, action, target)
      if (conversation) return conversation
      throw strangerError()
    },
  }
}

/** What somebody is told who is not in a conversation: the same as where there is none. */
export const strangerError = () =>
  realtimeError('FORBIDDEN', 'This conversation does not exist or is not yours to use in this way.')

const between = (userId: string, peerId: string): Conversation => ({
  id: directConversationId(userId, peerId),
  memberIds: [...new Set([userId, peerId])].sort(),
  isDirect: true,
})
