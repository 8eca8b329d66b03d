import type { RealtimeStore } from '../types'
import { createChange } from './changes'
import { createConnection } from './connection'
import { createConversationList } from './conversations'
import type { SqliteDatabase } from './database'
import { createErasure } from './erasure'
import { createInbox } from './inbox'
import { createLastSeen } from './lastSeen'
import { createLog } from './log'
import { createMembers } from './members'
import { createReads } from './reads'
import { createRetention } from './retention'
import { writeMeta } from './schema'
import { createVersions } from './versions'

export type { SqliteDatabase } from './database'

export interface SqliteStoreOptions {
  /**
   * Milliseconds to keep trying while another process writes to the file; then the call rejects
   * with the driver's SQLITE_BUSY.
   * @default 5_000
   */
  busyTimeoutMs?: number
}

/**
 * Keeps everything in one SQLite file, shared by any number of processes on one machine; every
 * acknowledged write is on the disk. Takes a handle of `libsql`, `better-sqlite3` or `node:sqlite`:
 * it sets pragmas on it and opens transactions that end within one tick, so code of yours may share
 * the handle if it leaves no transaction open. Its tables are named `rt_…`.
 *
 * @throws Error when the file was written by a newer version of this package; TypeError for what is
 * no database.
 */
export function sqliteStore(db: SqliteDatabase, options: SqliteStoreOptions = {}): RealtimeStore {
  if (typeof (db as Partial<SqliteDatabase> | undefined)?.exec !== 'function') {
    throw new TypeError(
      "sqliteStore needs an open database: sqliteStore(new Database('realtime.db')), with Database from libsql or better-sqlite3.",
    )
  }
  const { queries, read, write, close } = createConnection(db, options.busyTimeoutMs ?? 5_000)
  const log = createLog(queries)
  const change = createChange(queries)
  const { members, updateMembers } = createMembers(queries)
  const reads = createReads(queries)
  const listConversations = createConversationList(queries, reads.unread)
  const inbox = createInbox(queries)
  const versions = createVersions(queries)
  const lastSeen = createLastSeen(queries)
  const eraseUser = createErasure(queries, change)
  const prune = createRetention(queries)

  return {
    name: 'sqlite',
    // A value that changes: SQLite skips a write that would not, and a full disk would go unseen.
    ping: () => write(() => writeMeta(queries, 'pingedAt', Date.now())),
    close,
    append: (draft) => write(() => log.append(draft)),
    change: (draft) => write(() => change(draft)),
    history: (query) => read(() => log.history(query)),
    entries: (query) => read(() => log.entries(query)),
    messages: (ids) => read(() => log.messages(ids)),
    members: (conversationId) => read(() => members(conversationId)),
    updateMembers: (change) => write(() => updateMembers(change)),
    markRead: (move) => write(() => reads.markRead(move)),
    cursors: (conversationId) => read(() => reads.cursors(conversationId)),
    unread: (query) => read(() => reads.unread(query)),
    conversations: (query) => read(() => listConversations(query)),
    addNotification: (draft) => write(() => inbox.add(draft)),
    notifications: (query) => read(() => inbox.page(query)),
    unreadNotifications: (query) => read(() => inbox.unread(query)),
    markNotifications: (move) => write(() => inbox.mark(move)),
    bumpVersion: (bump) => write(() => versions.bump(bump)),
    versions: (userId) => read(() => versions.versions(userId)),
    setLastSeen: (seen) => write(() => lastSeen.set(seen)),
    lastSeen: (userIds) => read(() => lastSeen.get(userIds)),
    eraseUser: (step) => write(() => eraseUser(step)),
    prune: (step) => write(() => prune(step)),
  }
}
