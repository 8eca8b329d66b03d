import type { RealtimeStore } from '../types'
import { createChange } from './change'
import { createAnnounce, createConversationList } from './conversations'
import { openCollections, type MongoDatabase } from './database'
import { createErasure } from './erasure'
import { createPages } from './history'
import { createIds } from './ids'
import { createInbox } from './inbox'
import { ensureIndexes } from './indexes'
import { createLastSeen } from './lastSeen'
import { createLifetime } from './lifetime'
import { createLog } from './log'
import { createMembers } from './members'
import type { MongoStoreOptions } from './options'
import { createPlaces } from './places'
import { createPruning } from './pruning'
import { createReads } from './reads'
import { createRoster } from './roster'
import { createSettling } from './settling'
import { createStamps } from './stamps'
import { createUnread } from './unread'
import { createVersions } from './versions'

export { ensureIndexes } from './indexes'
export {
  importMessages,
  type ImportOptions,
  type ImportProgress,
  type ImportResult,
} from './importing'
export { ImportRefusedError, type RefusedDocument } from './importing/refusal'
export type { MongoCollection, MongoDatabase } from './database'
export type { MongoStoreOptions } from './options'

/**
 * Keeps everything in a MongoDB database, shared by any number of processes. Takes a `Db` of the
 * official driver (6 or 7) or `mongoose.connection.db`, a standalone server or a replica set, from
 * MongoDB 4.4 on; only a replica set keeps acknowledged messages when its server is lost. Messages
 * have the fields `senderId, receiverId, text, isRead, readAt, createdAt`; other collections are
 * named `rt_…`. The indexes are made before the first call.
 *
 * @throws TypeError for what is no database, such as that of a mongoose that is not connected yet.
 */
export function mongoStore(db: MongoDatabase, options: MongoStoreOptions = {}): RealtimeStore {
  if (typeof (db as Partial<MongoDatabase> | undefined)?.collection !== 'function') {
    throw new TypeError(
      'mongoStore needs a database of the driver: mongoStore(client.db()), or mongoStore(mongoose.connection.db) once it is connected.',
    )
  }
  const collections = openCollections(db, options)
  const ids = createIds(collections.messages, options.userIds)
  const stamps = createStamps(collections, ids)
  const settling = createSettling(collections)
  const places = createPlaces(collections, ids)
  const roster = createRoster(collections, { places, settling })
  const pages = createPages(collections, { settling, stamps })
  const announce = createAnnounce(collections)
  const log = createLog(collections, { ids, places, pages, roster, settling, stamps, announce })
  const change = createChange(collections, { ids, places, roster, settling, stamps })
  const members = createMembers(collections, { ids, places, roster, settling })
  const reads = createReads(collections, ids, stamps)
  const counts = createUnread(collections, { ids, settling })
  const inbox = createInbox(collections, ids)
  const versions = createVersions(collections)
  const lastSeen = createLastSeen(collections)
  const { verb, close } = createLifetime(() => ensureIndexes(db, options))

  const ping = verb(async () => {
    const update = { $set: { at: new Date() } }
    await collections.meta.updateOne({ _id: 'ping' }, update, { upsert: true })
  })

  return {
    name: 'mongodb',
    ping: () => ping(undefined),
    close,
    append: verb(log.append),
    history: verb(pages.history),
    entries: verb(log.entries),
    messages: verb(log.messages),
    markRead: verb(reads.markRead),
    cursors: verb(reads.cursors),
    unread: verb(counts.unread),
    conversations: verb(createConversationList(collections, { pages, settling, counts })),
    addNotification: verb(inbox.add),
    notifications: verb(inbox.page),
    unreadNotifications: verb(inbox.unread),
    markNotifications: verb(inbox.mark),
    bumpVersion: verb(versions.bump),
    versions: verb(versions.versions),
    change: verb(change),
    members: verb(members.members),
    updateMembers: verb(members.updateMembers),
    setLastSeen: verb(lastSeen.set),
    lastSeen: verb(lastSeen.get),
    eraseUser: verb(createErasure(collections, { ids, change, settling, stamps })),
    prune: verb(createPruning(collections, settling)),
  }
}
