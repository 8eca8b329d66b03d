import { directConversationId } from '@monhub/realtime-protocol'
import { parseId, parseUserId } from '@monhub/realtime-protocol/parse'
import type { Fields } from '../database'
import { isObjectId } from '../ids'
import { has } from '../rows'

/** A document that cannot become a message of the log, and why. */
export interface RefusedDocument {
  _id: string
  reason: string
}

/** Nothing of what it names was changed. */
export class ImportRefusedError extends Error {
  override readonly name = 'ImportRefusedError'

  constructor(
    /** The first 1 000 of them. */
    readonly refused: readonly RefusedDocument[],
    total: number,
  ) {
    const named = refused.slice(0, 10).map(({ _id, reason }) => `${_id}: ${reason}`)
    const more = total > named.length ? `\n… and ${total - named.length} more` : ''
    super(`${total} documents cannot be imported\n${named.join('\n')}${more}`)
  }
}

const MAX_NAMED = 1000

/** Collects refused documents, of which it keeps the first. */
export function createRefusals() {
  const refused: RefusedDocument[] = []
  let total = 0
  return {
    refused,
    add(row: Fields, reason: string): void {
      total++
      if (refused.length < MAX_NAMED) refused.push({ _id: nameOf(row._id), reason })
    },
    throwIfAny(): void {
      if (total > 0) throw new ImportRefusedError(refused, total)
    },
  }
}

/** Fields of the log that a document of the app has for something else. */
const RESERVED = [
  ...['conversationId', 'seq', 'clientId', 'kind', 'actorId', 'targetId', 'targetSeq'],
  ...['fingerprint', 'rev', 'editSeq', 'reactions', 'reactedBy', 'editedAt', 'deletedAt'],
  'keptAsNewest',
]

/** Whether the store or an import wrote it. */
export const isOfTheLog = (row: Fields): boolean =>
  typeof row.conversationId === 'string' &&
  typeof row.seq === 'number' &&
  typeof row.clientId === 'string'

/** Why a document that is not of the log yet cannot be. */
export function refusalOf(row: Fields): string | undefined {
  const id = idText(row._id)
  if (id === undefined || !parseId(id).ok) {
    return '_id is neither an ObjectId nor 1 to 64 of A-Z a-z 0-9 _ . : ~ -'
  }
  for (const field of ['senderId', 'receiverId']) {
    if (!has(row, field)) return `${field} is missing`
    if (!parseUserId(idText(row[field])).ok) return `${field} is no valid user id`
  }
  if (typeof row.text !== 'string') return 'text is missing'
  if (!(row.createdAt instanceof Date) || !(row.createdAt.getTime() >= 0)) {
    return 'createdAt is no date from 1970 on'
  }
  if (has(row, 'readAt') && !(row.readAt instanceof Date)) return 'readAt is no date'
  if (has(row, 'metadata') && !isObject(row.metadata)) return 'metadata is no object'
  const reserved = RESERVED.find((field) => has(row, field))
  return reserved && `the log needs the field ${reserved} for itself`
}

const isObject = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

export const idText = (value: unknown): string | undefined => {
  if (isObjectId(value)) return value.toHexString()
  return typeof value === 'string' ? value : undefined
}

const nameOf = (value: unknown) => idText(value) ?? JSON.stringify(value) ?? 'no _id'

/** Of a document that was not refused. */
export const conversationOf = (row: Fields): string =>
  directConversationId(idText(row.senderId) ?? '', idText(row.receiverId) ?? '')
