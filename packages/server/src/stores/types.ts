import type {
  LogEntry,
  Message,
  Metadata,
  Notification,
  ReadCursor,
} from '@monhub/realtime-protocol'

/**
 * The seam between the service and a database. Every verb is one atomic step; whatever it
 * acknowledges is durable (as far as the store is). Arguments have been parsed and authorised.
 * A verb that cannot do its work rejects, and nothing of it has happened.
 *
 * `memoryStore`, `sqliteStore` and any store of your own pass one contract suite,
 * `packages/server/test/stores/contract.ts`.
 */
export interface RealtimeStore extends LogStore, ReadStore, InboxStore, VersionStore {
  /** Name for logs and health, such as `memory` or `sqlite`. */
  readonly name: string
  /** Rejects when the store cannot be written to; called by health checks, so cheap. */
  ping(): Promise<void>
  /** Releases what the store itself opened, never the handle it was given. Later calls reject. */
  close(): Promise<void>
}

/** One append-only log per conversation. */
export interface LogStore {
  /**
   * Adds a message at `seq` = head + 1, gap-free under concurrent writers. Idempotent on
   * (conversationId, senderId, clientId): a second append writes nothing and gives the message
   * stored first with `duplicate: true`, whatever its other fields say.
   */
  append(draft: MessageDraft): Promise<{ message: Message; duplicate: boolean }>
  /** A page of messages, ascending by `seq`. At most one of before, after, around is given. */
  history(query: HistoryQuery): Promise<{ messages: Message[]; hasMore: boolean; head: number }>
  /** Log entries with `seq` > after, ascending, and the log's newest `seq` (0 when empty). */
  entries(query: {
    conversationId: string
    after: number
    limit: number
  }): Promise<{ entries: LogEntry[]; hasMore: boolean; head: number }>
  /** The stored messages among `ids`, in no particular order; unknown ids are left out. */
  messages(ids: readonly string[]): Promise<Message[]>
}

/** Read cursors, and what follows from them. */
export interface ReadStore {
  /**
   * Moves a member's cursor to `min(upTo, head)`, never back. In direct conversations it stamps
   * `isRead` and `readAt` on the peer's messages it newly covers, and never changes a stamp.
   * Gives the cursor as it is now and the newly covered messages by others, ascending by `seq`.
   */
  markRead(move: {
    conversationId: string
    userId: string
    upTo: number
    readAt: string
  }): Promise<{ cursor: ReadCursor; covered: Message[] }>
  /** Every member's cursor that ever moved. */
  cursors(conversationId: string): Promise<ReadCursor[]>
  /** Messages by others beyond the user's cursor, counted up to `cap`; over all conversations without an id. */
  unread(query: { userId: string; conversationId?: string; cap: number }): Promise<number>
  /** The conversations a user is a member of and that hold a message, newest activity first. */
  conversations(query: {
    userId: string
    before?: string
    limit: number
    unreadCap: number
  }): Promise<{ conversations: StoredConversation[]; next?: string }>
}

/** The notification inbox of each user. */
export interface InboxStore {
  addNotification(draft: StoredNotificationDraft): Promise<Notification>
  /** Newest first; `before` is a notification's `_id`, an unknown one gives an empty page. */
  notifications(query: {
    userId: string
    before?: string
    limit: number
  }): Promise<{ notifications: Notification[]; hasMore: boolean }>
  unreadNotifications(query: { userId: string; cap: number }): Promise<number>
  /** Marks the user's own notifications read; ids of others have no effect. Stamps never change. */
  markNotifications(move: {
    userId: string
    ids: readonly string[] | 'all'
    readAt: string
  }): Promise<void>
}

/** Versions of what the app publishes with `data:update`. */
export interface VersionStore {
  /** Gives `type` a version it never had before, for these users or for all. */
  bumpVersion(bump: { userIds: readonly string[] | 'all'; type: string }): Promise<string>
  /** The current version of each type this user was told of, by name or through `all`. */
  versions(userId: string): Promise<Map<string, string>>
}

export interface MessageDraft {
  conversationId: string
  senderId: string
  clientId: string
  /** Given in direct conversations only. */
  receiverId?: string
  text: string
  metadata?: Metadata
  /** Who the conversation is listed for. */
  memberIds: readonly string[]
}

export interface HistoryQuery {
  conversationId: string
  before?: number
  after?: number
  around?: number
  limit: number
}

export interface StoredConversation {
  conversationId: string
  lastMessage: Message
  unreadCount: number
}

export interface StoredNotificationDraft {
  userId: string
  type: string
  title: string
  message: string
  data?: Record<string, unknown>
}
