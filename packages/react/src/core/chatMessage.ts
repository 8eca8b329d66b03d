import type { Message, WireError } from '@monhub/realtime-protocol'

/** `queued` waits for a connection; `sending` is under way, or tried again by itself. */
export type Delivery = 'queued' | 'sending' | 'sent' | 'failed'

/** A message as a conversation shows it. One of one's own says how far it got. */
export interface ChatMessage extends Message {
  /** Only on own messages. */
  delivery?: Delivery
  /** Why an own message `failed`. */
  error?: WireError
  /** Only in groups: everybody but its sender whose cursor reached it, sorted. */
  seenBy?: string[]
}
