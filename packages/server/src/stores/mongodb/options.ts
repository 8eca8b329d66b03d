export interface MongoStoreOptions {
  /**
   * Name of the collection that holds the messages. One that an app filled by itself must be
   * converted first.
   * @default 'rt_messages'
   */
  messages?: string
  /**
   * How `senderId` and `receiverId` of a message are stored: with `objectId`, ids of 24 hexadecimal
   * digits become ObjectIds, as references of mongoose are. Both forms are found either way.
   * @default 'string'
   */
  userIds?: 'string' | 'objectId'
  /**
   * What a write waits for. Anything weaker can lose acknowledged messages.
   * @default { w: 'majority', j: true, wtimeoutMS: 10_000 }
   */
  writeConcern?: { w?: number | 'majority'; j?: boolean; wtimeoutMS?: number }
}
