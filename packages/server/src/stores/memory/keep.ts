import type { ChangeEntry, MemberEntry, Message, Notification } from '@monhub/realtime-protocol'

/**
 * How a record is kept: what the app attached, and who reacted, stay JSON text. So nothing handed
 * out shares an object with the store, and the app gets back exactly what a database would give it.
 */
export type KeptMessage = Omit<Message, 'metadata' | 'reactions'> & {
  kind: 'message'
  metadata?: string
  reactions?: string
  fingerprint?: string
  /** `seq` of the entry that holds the text as it is now. */
  editSeq?: number
}
export type KeptChange = { kind: 'change'; seq: number; createdAt: string; json: string }
export type KeptEntry = KeptMessage | KeptChange
export type KeptNotification = Omit<Notification, 'data'> & { data?: string }

export const toJson = (value: object | undefined): string | undefined =>
  value === undefined ? undefined : JSON.stringify(value)

export function handOutMessage(kept: KeptMessage): Message {
  const { kind: _kind, fingerprint: _fingerprint, editSeq: _editSeq, ...fields } = kept
  const { metadata, reactions, ...message } = fields
  return {
    ...message,
    ...(metadata !== undefined && { metadata: toObject(metadata) }),
    ...(reactions !== undefined && { reactions: toObject(reactions) as Message['reactions'] }),
  }
}

/** Puts a changed message in the place of the one that is kept. */
export function replaceKept(kept: KeptMessage, message: Message): void {
  const { metadata, reactions, ...fields } = message
  delete kept.metadata
  delete kept.reactions
  delete kept.editedAt
  Object.assign(kept, fields)
  if (metadata) kept.metadata = JSON.stringify(metadata)
  if (reactions) kept.reactions = JSON.stringify(reactions)
}

export const keepChange = (entry: ChangeEntry | MemberEntry): KeptChange => ({
  kind: 'change',
  seq: entry.seq,
  createdAt: entry.createdAt,
  json: JSON.stringify(entry),
})

export const handOutChange = ({ json }: KeptChange) => JSON.parse(json) as ChangeEntry | MemberEntry

export function handOutNotification({ data, ...notification }: KeptNotification): Notification {
  return data === undefined ? notification : { ...notification, data: toObject(data) }
}

/** What {@link toJson} wrote. */
const toObject = (json: string) => JSON.parse(json) as Record<string, unknown>
