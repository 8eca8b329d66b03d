import type { Message } from './message'

const DIRECT = 'dm:'

/**
 * The id of the direct conversation between two users: `dm:` and both ids, percent-encoded, sorted
 * by code unit and joined by `:`. The order of the arguments does not matter; both may be the same.
 */
export function directConversationId(a: string, b: string): string {
  const [first, second] = [encodeURIComponent(a), encodeURIComponent(b)].sort(byCodeUnit)
  return `${DIRECT}${first}:${second}`
}

/** The two members of a direct conversation, or `null` when the id is not one in canonical form. */
export function directMembers(conversationId: string): [string, string] | null {
  if (!isDirect(conversationId)) return null
  const parts = conversationId.slice(DIRECT.length).split(':')
  const [first, second] = parts
  if (parts.length !== 2 || !first || !second) return null
  try {
    const members: [string, string] = [decodeURIComponent(first), decodeURIComponent(second)]
    return directConversationId(...members) === conversationId ? members : null
  } catch {
    return null
  }
}

/** True for ids in the namespace reserved for direct conversations; group ids are the app's. */
export const isDirect = (conversationId: string): boolean => conversationId.startsWith(DIRECT)

/** The other member of a direct conversation (oneself in a note to oneself), or `undefined`. */
export function peerOf(conversationId: string, userId: string): string | undefined {
  const members = directMembers(conversationId)
  if (!members?.includes(userId)) return undefined
  return members[0] === userId ? members[1] : members[0]
}

const byCodeUnit = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** A conversation is named by the other person or by its id. */
export type ConversationRef =
  { peerId: string; conversationId?: undefined } | { conversationId: string; peerId?: undefined }

/** Up to which `seq` a member has read, and when the cursor last moved. */
export interface ReadCursor {
  userId: string
  upTo: number
  readAt: string
}

export interface ConversationSummary {
  conversationId: string
  /** The other member of a direct conversation. */
  peerId?: string
  /** Who is in it; only of groups. */
  memberIds?: string[]
  /** Absent in a group where nobody has written yet. */
  lastMessage?: Message
  /** Messages by others beyond the reader's cursor, counted up to `LIMITS.unreadCap`. */
  unreadCount: number
}

export interface ConversationListRequest {
  /** The `next` of the page before. */
  before?: string
  limit?: number
}
export interface ConversationListResult {
  /** Newest activity first. */
  conversations: ConversationSummary[]
  /** Cursor of the next page; absent on the last one. */
  next?: string
  /** Unread messages over all conversations, counted up to `LIMITS.unreadCap`. */
  unreadTotal: number
}
