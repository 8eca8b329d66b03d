import type { MembersUpdate } from '@monhub/realtime-protocol/parse'
import type { Conversation, Conversations } from '../conversations'
import type { RealtimeStore } from '../stores/types'
import type { RealtimeNamespace } from '../types'
import { announceEntry } from './changes'

export interface Members {
  update: (change: MembersUpdate) => Promise<{ memberIds: string[] }>
  /** Takes a user out of all groups. */
  leaveAll: (userId: string) => Promise<void>
}

interface MemberParts {
  nsp: RealtimeNamespace
  store: RealtimeStore
  conversations: Conversations
  /** Called before anybody is told. */
  onChanged: (conversation: Conversation) => void
}

const PAGE = 100

/** Who is in which group, as entries of its log. */
export function createMembers({ nsp, store, conversations, onChanged }: MemberParts): Members {
  const update: Members['update'] = async ({ conversationId, add = [], remove = [], by }) => {
    const { entry } = await store.updateMembers({ conversationId, actorId: by, add, remove })
    const conversation = await conversations.find(conversationId)
    onChanged(conversation)
    if (entry) announceEntry(nsp, conversation, entry)
    return { memberIds: [...conversation.memberIds] }
  }

  const leaveAll: Members['leaveAll'] = async (userId) => {
    let before: string | undefined
    do {
      const page = await store.conversations({ userId, before, limit: PAGE, unreadCap: 1 })
      for (const { conversationId, memberIds } of page.conversations) {
        if (memberIds) await update({ conversationId, remove: [userId], by: userId })
      }
      before = page.next
    } while (before !== undefined)
  }

  return { update, leaveAll }
}
