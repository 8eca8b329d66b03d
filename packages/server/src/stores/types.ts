import type {
  ChangeEntry,
  DeleteEntry,
  EditEntry,
  LogEntry,
  MemberEntry,
  Message,
  Metadata,
  Notification,
  ReactionEntry,
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
export interface RealtimeStore
  extends LogStore, MemberStore, ReadStore, InboxStore, VersionStore, LastSeenStore, ErasureStore {
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
   * stored first, as it is now, with `duplicate: true`, whatever its other fields say. Then
   * `fingerprint` is the one that was stored with it; absent for a message that was deleted.
   * Gives `undefined`, and writes nothing, when the draft names no members and its sender is none
   * at that `seq`.
   */
  append(draft: MessageDraft): Promise<Appended | undefined>
  /**
   * Adds an entry that changes a message and applies it, as `applyChange` does. Entries are applied
   * in the order of `seq`. An edit or a deletion takes the text and metadata out of earlier edits
   * of that message, so that the log keeps nothing that was replaced. Moves no conversation up.
   * Gives `undefined`, and writes nothing, when the conversation holds no such message, or when
   * the draft wants a member and its actor is none at that `seq`.
   */
  change(draft: ChangeDraft): Promise<{ entry: ChangeEntry; message: Message } | undefined>
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

/** Who is in a group. Members of direct conversations are read from the id and never stored here. */
export interface MemberStore {
  /** The members that `updateMembers`, or an append that named them, left; none when unknown. */
  members(conversationId: string): Promise<string[]>
  /**
   * Adds a `member` entry and lists the conversation for whoever is in it now. Only true changes
   * count: without any, no entry is written. The first call makes the group; only that one, and
   * messages, move it up.
   */
  updateMembers(change: {
    conversationId: string
    actorId: string
    add: readonly string[]
    remove: readonly string[]
  }): Promise<{ entry?: MemberEntry; memberIds: string[] }>
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
  /**
   * Messages by others beyond the user's cursor that were not deleted, counted up to `cap`; without
   * an id over all conversations the user is in.
   */
  unread(query: { userId: string; conversationId?: string; cap: number }): Promise<number>
  /** The conversations a user is in, newest activity first; direct ones once they hold a message. */
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

/** When users were last online. */
export interface LastSeenStore {
  /** Never back: the latest time wins. */
  setLastSeen(seen: { userId: string; at: string }): Promise<void>
  /** Users who were never seen are left out. */
  lastSeen(userIds: readonly string[]): Promise<Map<string, string>>
}

/** Forgetting. Both verbs work in bounded steps: repeat them until `isDone`. */
export interface ErasureStore {
  /**
   * Deletes up to `limit` messages of a user and takes back up to `limit` of their reactions, each
   * by an entry of the log; with nothing of that left, drops their inbox, cursors, versions and
   * last seen. Groups they are in are left to `updateMembers`.
   */
  eraseUser(step: {
    userId: string
    limit: number
  }): Promise<{ entries: ChangeEntry[]; isDone: boolean }>
  /**
   * Drops up to `limit` of the oldest entries and as many notifications made before that time.
   * Logs keep counting, and their newest entry stays, so that no `seq` is given twice.
   */
  prune(step: { before: string; limit: number }): Promise<{ removed: number; isDone: boolean }>
}

export interface Appended {
  message: Message
  duplicate: boolean
  fingerprint?: string
}

export interface MessageDraft {
  conversationId: string
  senderId: string
  clientId: string
  /** Given in direct conversations only. */
  receiverId?: string
  text: string
  metadata?: Metadata
  /** Tells the body that was sent apart from another, even after the message has changed. */
  fingerprint: string
  /** Who is in the conversation; left out, it is who was in it before, and the sender must be. */
  memberIds?: readonly string[]
}

/** A change before it has its place. An edit names all of the new text and metadata. */
export type ChangeDraft = Draft<EditEntry> | Draft<DeleteEntry> | Draft<ReactionEntry>
type Draft<Entry> = Omit<Entry, 'seq' | 'createdAt' | 'targetSeq'> & {
  /** The actor must be one of the members that the store keeps. */
  wantsMember?: boolean
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
  /** Only of groups. */
  memberIds?: string[]
  /** Absent in a group where nobody has written yet. */
  lastMessage?: Message
  unreadCount: number
}

export interface StoredNotificationDraft {
  userId: string
  type: string
  title: string
  message: string
  data?: Record<string, unknown>
}
