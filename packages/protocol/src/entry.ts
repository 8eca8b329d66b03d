import type { Message, Metadata } from './message'

interface Entry {
  conversationId: string
  /** Place in the conversation's log, which all kinds share: 1, 2, 3 … without gaps. */
  seq: number
}

interface Act extends Entry {
  actorId: string
  createdAt: string
}

interface Change extends Act {
  /** The `_id` and `seq` of the message that is changed. */
  targetId: string
  targetSeq: number
}

export interface MessageEntry extends Entry {
  kind: 'message'
  message: Message
}

export interface EditEntry extends Change {
  kind: 'edit'
  /** All of the new text; absent once a later edit or a deletion has taken its place. */
  text?: string
  /** All of the new metadata; absent where there is none. */
  metadata?: Metadata
}

export interface DeleteEntry extends Change {
  kind: 'delete'
}

export interface ReactionEntry extends Change {
  kind: 'reaction'
  reaction: string
  /** The reaction was taken back. */
  isRemoved?: boolean
}

/** Who joined and who left; only in groups. */
export interface MemberEntry extends Act {
  kind: 'member'
  added: string[]
  removed: string[]
}

/** An entry that changes a message. */
export type ChangeEntry = EditEntry | DeleteEntry | ReactionEntry

/** One step of a conversation's log. A client skips kinds it does not know. */
export type LogEntry = MessageEntry | ChangeEntry | MemberEntry

/**
 * The message after `entry`: the one rule by which stores and clients change messages. Entries are
 * applied in the order of `seq`; one that the message knows already, or that is about another
 * message, gives the same object back. What was deleted stays deleted.
 */
export function applyChange(message: Message, entry: ChangeEntry): Message {
  if (entry.targetId !== message._id || entry.seq <= (message.rev ?? message.seq)) return message
  return { ...(message.deletedAt ? message : changed(message, entry)), rev: entry.seq }
}

/** An edit without what it said: what the log keeps of it once something has taken its place. */
export function withoutText<Edit extends { text?: string; metadata?: Metadata }>(
  edit: Edit,
): Omit<Edit, 'text' | 'metadata'> {
  const { text: _text, metadata: _metadata, ...rest } = edit
  return rest
}

function changed(message: Message, entry: ChangeEntry): Message {
  switch (entry.kind) {
    case 'edit':
      return edited(message, entry)
    case 'delete':
      return deleted(message, entry)
    case 'reaction':
      return reacted(message, entry)
  }
}

function edited(message: Message, { text, metadata, createdAt }: EditEntry): Message {
  if (text === undefined) return message
  const { metadata: _old, ...rest } = message
  return { ...rest, text, ...(metadata && { metadata }), editedAt: createdAt }
}

function deleted(message: Message, { createdAt }: DeleteEntry): Message {
  const { metadata: _metadata, reactions: _reactions, editedAt: _editedAt, ...rest } = message
  return { ...rest, text: '', deletedAt: createdAt }
}

function reacted(message: Message, { reaction, actorId, isRemoved }: ReactionEntry): Message {
  // A map, so that a reaction named like a part of every object is one like any other.
  const reactions = new Map(Object.entries(message.reactions ?? {}))
  const before = reactions.get(reaction) ?? []
  const users = isRemoved
    ? before.filter((userId) => userId !== actorId)
    : [...new Set([...before, actorId])]
  if (users.length > 0) reactions.set(reaction, users)
  else reactions.delete(reaction)
  const { reactions: _old, ...rest } = message
  return reactions.size > 0 ? { ...rest, reactions: Object.fromEntries(reactions) } : rest
}
