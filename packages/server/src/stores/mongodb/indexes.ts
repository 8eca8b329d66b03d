import {
  openCollections,
  type Collections,
  type IndexDescription,
  type MongoDatabase,
} from './database'
import type { MongoStoreOptions } from './options'

const INDEXES: Partial<Record<keyof Collections, IndexDescription[]>> = {
  messages: [
    { name: 'rt_seq', key: { conversationId: 1, seq: 1 }, unique: true },
    { name: 'rt_client', key: { conversationId: 1, senderId: 1, clientId: 1 }, unique: true },
    // Messages without the entries between them, and entries without the messages.
    { name: 'rt_kind', key: { conversationId: 1, kind: 1, seq: 1 } },
    // What is left to erase of a user.
    { name: 'rt_sender', key: { senderId: 1, deletedAt: 1 } },
    { name: 'rt_reacted', key: { reactedBy: 1 } },
    // What is left to prune.
    { name: 'rt_oldest', key: { keptAsNewest: 1, createdAt: 1, seq: 1 } },
  ],
  conversations: [{ name: 'rt_listed', key: { memberIds: 1, activity: -1 } }],
  cursors: [
    { name: 'rt_cursor', key: { conversationId: 1, userId: 1 }, unique: true },
    { name: 'rt_user', key: { userId: 1 } },
  ],
  notifications: [
    { name: 'rt_inbox', key: { userId: 1, createdAt: -1, _id: -1 } },
    { name: 'rt_unread', key: { userId: 1, isRead: 1 } },
    { name: 'rt_oldest', key: { createdAt: 1 } },
  ],
  versions: [{ name: 'rt_version', key: { userId: 1, type: 1 }, unique: true }],
}

/**
 * Makes the indexes that are missing. A store does this by itself before its first call; on large
 * collections run it before the deployment, with the same options. Throws with what to do about it.
 */
export async function ensureIndexes(
  db: MongoDatabase,
  options: MongoStoreOptions = {},
): Promise<void> {
  await makeIndexes(openCollections(db, options), options, NAMES)
}

const NAMES = Object.keys(INDEXES) as (keyof Collections)[]

/** All but those of the log, which a collection may hold that is yet to become one. */
export const makeOtherIndexes = (
  collections: Collections,
  options: MongoStoreOptions,
): Promise<void> =>
  makeIndexes(
    collections,
    options,
    NAMES.filter((name) => name !== 'messages'),
  )

async function makeIndexes(
  collections: Collections,
  options: MongoStoreOptions,
  names: (keyof Collections)[],
): Promise<void> {
  for (const name of names) {
    try {
      await collections[name].createIndexes(INDEXES[name] ?? [])
    } catch (cause) {
      const collection = name === 'messages' ? (options.messages ?? 'rt_messages') : `rt_${name}`
      const fix = adviceFor(cause)
      if (fix === undefined) throw cause
      throw new Error(`The collection ${collection} cannot get its indexes: ${fix}`, { cause })
    }
  }
}

/** By the server's error codes; what is not ours to explain passes as it is. */
function adviceFor(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 11_000:
      return (
        'it holds documents that mongoStore did not write and that lack conversationId, seq and ' +
        'clientId. Convert them first with importMessages, or name another collection in the ' +
        'option `messages`'
      )
    case 13:
      return 'the database user may not create indexes. Grant it readWrite, or run ensureIndexes once with a user who may'
    case 85:
    case 86:
      return 'an index on the same fields or of the same name, but with other options, is there. Drop that one first'
    default:
      return undefined
  }
}
