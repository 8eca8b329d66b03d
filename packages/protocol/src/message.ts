import type { ReadCursor } from './conversation'
import type { LogEntry } from './entry'

/** JSON the app attaches to a message; counted within the event's size. */
export type Metadata = Record<string, unknown>

/** A stored message. Times are ISO 8601 strings. */
export interface Message {
  _id: string
  conversationId: string
  /** Place in the conversation's log, which has no gaps; entries of other kinds stand between. */
  seq: number
  /** The sender's idempotency key: one per user action, kept across retries. */
  clientId: string
  senderId: string
  /** Only in direct conversations. */
  receiverId?: string
  text: string
  metadata?: Metadata
  createdAt: string
  isRead: boolean
  readAt?: string
  editedAt?: string
  /** A deleted message keeps its place, without text, metadata and reactions. */
  deletedAt?: string
  /** Who reacted with what, in the order it happened; a reaction of nobody is left out. */
  reactions?: Record<string, string[]>
  /** `seq` of the newest entry that changed this message; absent while nothing did. */
  rev?: number
}

/** Whoever sent a message: the id, and whatever the server's `profiles` option adds. */
export interface Sender {
  _id: string
  [field: string]: unknown
}

export interface MessageSendRequest {
  senderId?: string
  receiverId?: string
  conversationId?: string
  text: string
  clientId?: string
  metadata?: Metadata
}
export interface MessageSendResult {
  message: Message
  /** True when this `clientId` had been stored before: nothing was written or announced again. */
  duplicate: boolean
}

export interface MessageNew {
  message: Message
  sender: Sender
}

export interface MessageEditRequest {
  messageId: string
  text: string
  /** Replaces the metadata; absent keeps it. */
  metadata?: Metadata
}
export interface MessageDeleteRequest {
  messageId: string
}
export interface MessageReactRequest {
  messageId: string
  /** An emoji, or a name of the app's own. */
  reaction: string
  /** Takes the reaction back. @default false */
  remove?: boolean
}
/** The message as it is now. */
export interface MessageChangeResult {
  message: Message
}

/** v1 names messages, v2 a conversation and the highest `seq` that was read. */
export type MessageReadRequest =
  | { messageIds: string[]; senderId?: string; readBy?: string }
  | { conversationId: string; upTo: number; readBy?: string }
export interface MessageReadResult {
  conversationId: string
  upTo: number
  readAt: string
}
export interface MessageRead {
  /** The newest messages that this move covered, at most `LIMITS.idsPerEvent`. */
  messageIds: string[]
  readBy: string
  readAt: string
  conversationId: string
  /** Everything up to this `seq` is read. */
  upTo: number
}

export interface MessageHistoryRequest {
  peerId?: string
  conversationId?: string
  /** Messages with a smaller `seq`, the newest of them. */
  before?: number
  /** Messages with a larger `seq`, the oldest of them. */
  after?: number
  /** A page with this `seq` in its middle. */
  around?: number
  limit?: number
}
export interface MessageHistoryResult {
  conversationId: string
  /** Ascending by `seq`. */
  messages: Message[]
  /** More in the direction that was asked for (older for `around`). */
  hasMore: boolean
  /** The newest `seq` of the log. */
  head: number
  cursors: ReadCursor[]
  unreadCount: number
  /** Who is in it now; only of groups. */
  memberIds?: string[]
}

export interface MessageSyncRequest {
  conversations: { conversationId: string; after: number }[]
}
export interface SyncedConversation {
  conversationId: string
  /** Ascending by `seq`, everything after the cursor that was sent. */
  entries: LogEntry[]
  head: number
  hasMore: boolean
  /** The client was too far behind: `entries` is the newest page and replaces what it holds. */
  reset?: boolean
  cursors: ReadCursor[]
  unreadCount: number
  /** Who is in it now; only of groups. */
  memberIds?: string[]
}
export interface MessageSyncResult {
  /** Conversations the reader has no access to are left out. */
  conversations: SyncedConversation[]
}
