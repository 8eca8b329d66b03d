import type { IncomingMessage } from 'node:http'
import type {
  MessageChangeResult,
  MessageDeleteRequest,
  MessageEditRequest,
  MessageHistoryRequest,
  MessageHistoryResult,
  MessageReactRequest,
  MessageReadRequest,
  MessageReadResult,
  MessageSendRequest,
  MessageSendResult,
  Notification,
} from '@monhub/realtime-protocol'
import type { MembersUpdate, NotificationDraft } from '@monhub/realtime-protocol/parse'
import type { Contract, EmittedData, EmittedEvent } from './contract'
import type { OnCustomEvent } from './handlers/custom'
import type { Health } from './ops/health'
import type { PresenceChangeListener } from './presence/createPresence'

/**
 * What application code calls, typed by the app's contract where there is one. Promises reject
 * with a `RealtimeError`; one that nobody awaits is logged and never becomes an unhandled
 * rejection.
 */
export interface SocketServiceAPI<C extends Contract = Contract> {
  /**
   * Emits to every connection of a user; at most once, and to nobody if the user is away. With a
   * contract the data passes its schema first; what does not is logged and not sent.
   */
  emitToUser: <Event extends EmittedEvent<C>>(
    userId: string,
    event: Event,
    data: EmittedData<C, Event>,
  ) => void
  emitToUsers: <Event extends EmittedEvent<C>>(
    userIds: readonly string[],
    event: Event,
    data: EmittedData<C, Event>,
  ) => void
  emitToAll: <Event extends EmittedEvent<C>>(event: Event, data: EmittedData<C, Event>) => void
  /** Who is online on any node, in no order, without those who are invisible. */
  getOnlineUsers: () => string[]
  /** A look-up on this node, right within seconds whatever happens to others; never a round trip. */
  isUserOnline: (userId: string) => boolean
  /** Stores a message and announces it to every device of every participant. */
  sendMessage: (request: MessageSendRequest & { senderId: string }) => Promise<MessageSendResult>
  /** Changes any message, as the app sees fit, and tells everybody; `by` is who did it. */
  editMessage: (request: MessageEditRequest & { by: string }) => Promise<MessageChangeResult>
  /** Takes text, metadata and reactions out of any message for good; it keeps its place. */
  deleteMessage: (request: MessageDeleteRequest & { by: string }) => Promise<MessageChangeResult>
  /** Adds a reaction of `by` to a message, or takes it back. */
  reactToMessage: (request: MessageReactRequest & { by: string }) => Promise<MessageChangeResult>
  /**
   * Puts users into a group or takes them out, and tells everybody: who is taken out receives and
   * reads nothing from then on. The first call makes the group. With the `participants` option,
   * change your own database first.
   */
  updateMembers: (change: MembersUpdate) => Promise<{ memberIds: string[] }>
  /**
   * Forgets a user: ends their connections, deletes their messages and reactions for everybody,
   * drops their inbox and read cursors, and takes them out of all groups. Their id stays where they
   * wrote. Can be repeated when it was cut off.
   */
  eraseUser: (userId: string) => Promise<void>
  /** Drops messages, changes and notifications older than a time; gives how many. */
  prune: (options: { before: Date }) => Promise<{ removed: number }>
  /** Moves a user's read cursor and tells the senders. */
  markRead: (request: MessageReadRequest & { readBy: string }) => Promise<MessageReadResult>
  /** A page of a conversation, as one of its members may see it. */
  history: (request: MessageHistoryRequest & { userId: string }) => Promise<MessageHistoryResult>
  /** Stores a notification in the user's inbox and pushes it. */
  notify: (draft: NotificationDraft) => Promise<Notification>
  /** Tells users, or everybody, that data of a type has changed; who is away learns of it later. */
  publishUpdate: (
    userIds: readonly string[] | 'all',
    update: { type: string; payload?: unknown },
  ) => Promise<{ version: string }>
  /**
   * Calls back when somebody comes online or goes offline on any node, or appears otherwise.
   * Returns the unsubscribe.
   */
  onPresence: (listener: PresenceChangeListener) => () => void
  /**
   * Ends every connection of a user on every node for good: clients are told why and do not
   * reconnect. Sign-ins after it are up to `authenticate`.
   */
  disconnectUser: (userId: string, reason: string) => void
  /** The same for one sign-in: the connections whose `authenticate` gave this `sessionId`. */
  disconnectSession: (sessionId: string, reason: string) => void
  /**
   * Handles an event of your own; it passes the same checks as ours. Returns what removes it. With
   * a contract: `on(event, handler)` or `on(event, { authorize }, handler)`, and its schemas; else
   * `on(event, { schema, authorize }, handler)`.
   * @throws TypeError when the name belongs to the protocol or to Socket.IO, or has no schema.
   */
  on: OnCustomEvent<C>
  health: () => Promise<Health>
  /** Whether the Origin check lets this request write; for routes of your own. */
  isOriginAllowed: (request: IncomingMessage) => boolean
  /** Cuts this service's connections and stops its timers. Your HTTP server and store stay open. */
  close: () => Promise<void>
}
