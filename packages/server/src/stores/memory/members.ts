import type { MemberStore } from '../types'
import type { Conversations } from './conversations'
import type { Log } from './log'

export function createMembers(conversations: Conversations, log: Log): MembersVerbs {
  return {
    members: (conversationId) => [...(conversations.find(conversationId)?.memberIds ?? [])],
    updateMembers({ conversationId, actorId, add, remove }) {
      const before = conversations.find(conversationId)?.memberIds ?? new Set<string>()
      const after = new Set([...before, ...add])
      for (const userId of remove) after.delete(userId)
      const added = [...after].filter((userId) => !before.has(userId))
      const removed = [...before].filter((userId) => !after.has(userId))
      const memberIds = [...after]
      if (added.length === 0 && removed.length === 0) return { memberIds }
      const conversation = conversations.find(conversationId) ?? conversations.touch(conversationId)
      conversations.list(conversation, memberIds)
      return { entry: log.addMemberEntry(conversation, { actorId, added, removed }), memberIds }
    },
  }
}

/** The verbs as they are here, where nothing waits. */
type MembersVerbs = {
  [Verb in keyof MemberStore]: (
    ...args: Parameters<MemberStore[Verb]>
  ) => Awaited<ReturnType<MemberStore[Verb]>>
}
