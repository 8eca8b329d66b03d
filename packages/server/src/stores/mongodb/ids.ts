import type { Fields, MongoCollection } from './database'
import type { MongoStoreOptions } from './options'

export interface ObjectId {
  toHexString(): string
}

export type Ids = ReturnType<typeof createIds>

const HEX = /^[0-9a-f]{24}$/

/** Ids are ObjectIds in the database where they can be, and text everywhere else. */
export function createIds(collection: MongoCollection, userIds: MongoStoreOptions['userIds']) {
  let ObjectIdOfDriver: ((...args: unknown[]) => unknown) | undefined

  const make = (...args: [] | [hex: string]): ObjectId => {
    ObjectIdOfDriver ??= findConstructor(collection)
    return Reflect.construct(ObjectIdOfDriver, args) as ObjectId
  }

  return {
    create: () => make(),
    /** Everything that is stored for this id, of a user or of a document. */
    formsOf: (id: string): unknown[] => (HEX.test(id) ? [id, make(id)] : [id]),
    ofUser: (id: string): unknown => (userIds === 'objectId' && HEX.test(id) ? make(id) : id),
  }
}

/**
 * The class is taken from the driver that made the database: one of another copy of the driver,
 * such as the copy inside mongoose, refuses ObjectIds of ours. Needs a connected client.
 */
function findConstructor(collection: MongoCollection) {
  const document: Fields = {}
  collection.initializeUnorderedBulkOp().insert(document)
  if (!isObjectId(document._id)) {
    throw new TypeError(
      'The driver makes no ObjectIds: give mongoStore a Db without forceServerObjectId and without a pkFactory of its own',
    )
  }
  return document._id.constructor as (...args: unknown[]) => unknown
}

export function isObjectId(value: unknown): value is ObjectId {
  return (
    typeof value === 'object' &&
    value !== null &&
    'toHexString' in value &&
    typeof value.toHexString === 'function'
  )
}
