import type { ReadCursor } from '@monhub/realtime-protocol'
import type { KeptEntry, KeptMessage } from './keep'

export interface Conversation {
  readonly id: string
  head: number
  /** Counts over all conversations, so that no two are equally new. */
  activity: number
  /** Ascending by `seq`, without gaps; the oldest may have been dropped. */
  readonly entries: KeptEntry[]
  /** Those of them that are messages. */
  readonly messages: KeptMessage[]
  readonly byClientId: Map<string, KeptMessage>
  readonly memberIds: Set<string>
  readonly cursors: Map<string, ReadCursor>
}

export type Conversations = ReturnType<typeof createConversations>

/** Every conversation, in order of activity, and who it is listed for. */
export function createConversations(max: number, onDrop: (dropped: Conversation) => void) {
  const byId = new Map<string, Conversation>()
  const byMember = new Map<string, Set<Conversation>>()
  let activity = 0
  // Where a conversation starts once some were dropped: an id that comes back must not reuse a
  // `seq`, or clients that still hold the old one would take the new message for a repetition.
  let floor = 0

  /** Lists it for exactly these members. */
  function list(conversation: Conversation, memberIds: readonly string[]) {
    for (const userId of conversation.memberIds) {
      if (!memberIds.includes(userId)) unlist(conversation, userId)
    }
    for (const userId of memberIds) {
      conversation.memberIds.add(userId)
      const listed = byMember.get(userId)
      if (listed) listed.add(conversation)
      else byMember.set(userId, new Set([conversation]))
    }
  }

  function unlist(conversation: Conversation, userId: string) {
    conversation.memberIds.delete(userId)
    const listed = byMember.get(userId)
    listed?.delete(conversation)
    if (listed?.size === 0) byMember.delete(userId)
  }

  function drop(conversation: Conversation) {
    byId.delete(conversation.id)
    floor = Math.max(floor, conversation.head)
    for (const userId of conversation.memberIds) unlist(conversation, userId)
    onDrop(conversation)
  }

  function dropOldest() {
    for (const oldest of byId.values()) {
      drop(oldest)
      if (byId.size <= max) break
    }
  }

  return {
    find: (id: string) => byId.get(id),
    /** In no particular order. */
    of: (userId: string): Iterable<Conversation> => byMember.get(userId) ?? [],
    all: (): Iterable<Conversation> => byId.values(),
    list,
    /** The conversation as the most recently active one. */
    touch(id: string): Conversation {
      const conversation = byId.get(id) ?? start(id, floor)
      conversation.activity = ++activity
      byId.delete(id)
      byId.set(id, conversation)
      if (byId.size > max) dropOldest()
      return conversation
    },
  }
}

const start = (id: string, head: number): Conversation => ({
  id,
  head,
  activity: 0,
  entries: [],
  messages: [],
  byClientId: new Map(),
  memberIds: new Set(),
  cursors: new Map(),
})
