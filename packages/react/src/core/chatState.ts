import type { Message, WireError } from '@monhub/realtime-protocol'
import type { ChatMessage } from './chatMessage'
import type { SendOptions } from './outbox'

export type LoadStatus = 'idle' | 'loading' | 'ready' | 'error'

export interface ChatState {
  /** In the server's order; what it does not have yet comes last. */
  messages: ChatMessage[]
  /** There are older messages to load. */
  hasMore: boolean
  /** Messages by others not read yet, counted up to `CLIENT_LIMITS.unreadCap`. */
  unreadCount: number
  /** Up to which `seq` the signed-in user has read: unread messages of others come after it. */
  readUpTo: number
  /** Who is in it: both of a direct conversation; those of a group once it is loaded, sorted. */
  members: string[]
  status: LoadStatus
  /** Why loading failed; `FORBIDDEN` for whoever is not, or no longer, in the conversation. */
  error: WireError | undefined
}

/** What there is of a conversation before anything is known of it. */
export const NO_CHAT: ChatState = {
  messages: [],
  hasMore: false,
  unreadCount: 0,
  readUpTo: 0,
  members: [],
  status: 'idle',
  error: undefined,
}

export interface ChatActions {
  /**
   * Shows the message at once and sends it, now or when there is a connection, if need be after a
   * reload. The promise gives the stored message; it rejects with a `RealtimeError` when the
   * message became `failed` or was discarded, which need not be caught. A text without anything in
   * it is refused with `BAD_PAYLOAD`, and not shown.
   */
  send(text: string, options?: SendOptions): Promise<Message>
  /**
   * Changes one's own message, shown at once. The promise gives the message; it rejects with a
   * `RealtimeError` when the change was refused, or could not be sent within `sendTimeoutMs`: then
   * it is undone. That need not be caught. Without `metadata` the message keeps what it has.
   */
  edit(messageId: string, text: string, options?: SendOptions): Promise<Message>
  /** Deletes one's own message for everybody; one that was not sent yet is discarded. As `edit`. */
  remove(messageId: string): Promise<Message>
  /** Reacts with an emoji or a name of the app's own, or takes that back. As `edit`. */
  react(messageId: string, reaction: string, options?: { remove?: boolean }): Promise<Message>
  /** Sends a `failed` message again, under the same client id. */
  retry(clientId: string): void
  /** Forgets a message that was not stored. */
  discard(clientId: string): void
  /** Everything up to this `seq` has been read. @default the newest message that is stored */
  markRead(upTo?: number): void
  /** Loads the next page of older messages; a failure is shown as `error`. */
  loadMore(): Promise<void>
}
