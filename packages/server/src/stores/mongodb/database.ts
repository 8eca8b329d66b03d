import type { MongoStoreOptions } from './options'

/** A filter, an update, options or a document. */
export type Fields = Record<string, unknown>

/** What the store needs of the `Db` of the official driver, version 6 or 7. */
export interface MongoDatabase {
  collection(name: string, options?: Fields): MongoCollection
}

export interface MongoCollection {
  find(
    filter: Fields,
    options?: Fields,
  ): { toArray(): Promise<unknown[]>; [Symbol.asyncIterator](): AsyncIterator<unknown> }
  findOne(filter: Fields, options?: Fields): Promise<unknown>
  findOneAndUpdate(filter: Fields, update: Fields, options: Fields): Promise<unknown>
  countDocuments(filter: Fields, options: Fields): Promise<number>
  insertOne(document: Fields): Promise<unknown>
  updateOne(filter: Fields, update: Fields, options?: Fields): Promise<{ matchedCount: number }>
  updateMany(filter: Fields, update: Fields): Promise<unknown>
  deleteMany(filter: Fields): Promise<{ deletedCount: number }>
  bulkWrite(operations: BulkOperation[], options: Fields): Promise<unknown>
  createIndexes(indexes: IndexDescription[]): Promise<unknown>
  initializeUnorderedBulkOp(): { insert(document: Fields): unknown }
}

export type BulkOperation =
  | { updateOne: { filter: Fields; update: Fields; upsert?: boolean } }
  | { insertOne: { document: Fields } }

export interface IndexDescription {
  name: string
  key: Record<string, 1 | -1>
  unique?: boolean
}

export type Collections = ReturnType<typeof openCollections>

const DURABLE = { w: 'majority', j: true, wtimeoutMS: 10_000 }

export function openCollections(db: MongoDatabase, options: MongoStoreOptions) {
  const open = (name: string) =>
    db.collection(name, {
      writeConcern: options.writeConcern ?? DURABLE,
      // Nothing is handed out that a failover could take back, and with it its `seq`.
      readConcern: { level: 'majority' },
      readPreference: 'primary',
      // Whatever the app set for its own collections.
      promoteValues: true,
      promoteLongs: true,
      useBigInt64: false,
      raw: false,
    })
  return {
    messages: open(options.messages ?? 'rt_messages'),
    conversations: open('rt_conversations'),
    cursors: open('rt_cursors'),
    notifications: open('rt_notifications'),
    versions: open('rt_versions'),
    lastSeen: open('rt_last_seen'),
    meta: open('rt_meta'),
  }
}
