import type { LogEntry, Message } from '@monhub/realtime-server'

/**
 * Everything that a run recorded. Times are milliseconds since its start. Every text that is sent
 * begins with a word that no other has, its token; an edit keeps it.
 */
export interface History {
  sends: Send[]
  changes: Change[]
  views: View[]
}

/** How a request went: `open` is one that nobody knows the end of. */
export type Outcome = 'open' | 'acked' | 'refused'

/** Somebody sent a message, once, however often the client had to repeat it. */
export interface Send {
  conversationId: string
  senderId: string
  text: string
  invokedAt: number
  outcome: Outcome
  clientId?: string
  /** The stored message, as the sender was told. */
  ack?: { _id: string; seq: number; at: number }
  /** Why it was refused. */
  code?: string
}

/** Somebody changed a message. */
export interface Change {
  kind: 'edit' | 'delete' | 'reaction'
  conversationId: string
  targetId: string
  actorId: string
  /** The new text of an edit, or the reaction. */
  value: string
  invokedAt: number
  /** When the answer came. */
  endedAt?: number
  outcome: Outcome
}

/** What one device showed of one conversation between two reloads. */
export interface View {
  /** Names the device and how often it was reloaded. */
  id: string
  userId: string
  conversationId: string
  /** Every stored message that ever was on the screen, as it was first shown. */
  shown: Shown[]
  /** Messages that were on the screen twice at the same time. */
  duplicates: { token: string; at: number }[]
  /** Moments at which what is stored was not shown in ascending order. */
  disorders: { seqs: number[]; at: number }[]
  /** What was on the screen, one item each time it changed: how many messages, from which to which. */
  spans: Span[]
  /** What is shown at the end; only of the last life of a device that may read the conversation. */
  final?: Message[]
}

export type Shown = Pick<Message, '_id' | 'seq' | 'clientId' | 'senderId' | 'text'>

export interface Span {
  first: number
  last: number
  count: number
}

/** What the store holds when everything is over, read from its file. */
export interface Content {
  /** The rows of the log as they stand in the table. */
  rows: Row[]
  /** The same through the store: ascending by `seq` within a conversation. */
  entries: LogEntry[]
  messages: Message[]
}

export interface Row {
  conversationId: string
  seq: number
  kind: string
  _id: string | null
  senderId: string | null
  clientId: string | null
}

/** What went wrong, in which conversation, and whose doing it was as far as one can say. */
export interface Violation {
  kind:
    | 'lost'
    | 'lost-change'
    | 'unfinished'
    | 'refused'
    | 'duplicate-row'
    | 'duplicate-render'
    | 'gap'
    | 'gap-render'
    | 'order'
    | 'phantom'
    | 'leak'
    | 'stranger'
    | 'stale'
  conversationId: string
  detail: string
}

export const tokenOf = (text: string): string => text.split(' ')[0] ?? ''
