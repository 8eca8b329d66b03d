import type { Queries, SqliteDatabase } from './database'
import { transact } from './transaction'
import { integer } from './values'

/**
 * One step per version of the schema; a step that was released is never edited. The index that knows
 * a client id again also leads from a sender to what `eraseUser` has left to do: an index for that
 * alone was measured to cost each append a quarter of what it writes.
 */
const STEPS = [
  `CREATE TABLE rt_entries (
     n INTEGER PRIMARY KEY,
     conversationId TEXT NOT NULL,
     seq INTEGER NOT NULL,
     kind TEXT NOT NULL,
     createdAt TEXT NOT NULL,
     _id TEXT UNIQUE,
     clientId TEXT,
     senderId TEXT,
     receiverId TEXT,
     isDeleted INTEGER NOT NULL DEFAULT 0,
     isRead INTEGER NOT NULL DEFAULT 0,
     readAt TEXT,
     editedAt TEXT,
     deletedAt TEXT,
     rev INTEGER,
     editSeq INTEGER,
     fingerprint TEXT,
     actorId TEXT,
     targetId TEXT,
     targetSeq INTEGER,
     text TEXT,
     metadata TEXT,
     reactions TEXT,
     change TEXT,
     UNIQUE (conversationId, seq),
     UNIQUE (senderId, isDeleted, conversationId, clientId),
     CHECK (kind <> 'message' OR (_id IS NOT NULL AND clientId IS NOT NULL
                                  AND senderId IS NOT NULL AND text IS NOT NULL)),
     CHECK (kind = 'message' OR (actorId IS NOT NULL AND change IS NOT NULL))
   ) STRICT;
   CREATE TABLE rt_reactions (
     userId TEXT NOT NULL,
     messageId TEXT NOT NULL,
     reaction TEXT NOT NULL,
     PRIMARY KEY (userId, messageId, reaction)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE rt_conversations (
     conversationId TEXT PRIMARY KEY,
     head INTEGER NOT NULL,
     activity INTEGER NOT NULL,
     oldestAt TEXT
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX rt_conversations_by_age ON rt_conversations (oldestAt) WHERE oldestAt IS NOT NULL;
   CREATE TABLE rt_members (
     userId TEXT NOT NULL,
     conversationId TEXT NOT NULL,
     PRIMARY KEY (userId, conversationId)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX rt_members_of ON rt_members (conversationId);
   CREATE TABLE rt_cursors (
     conversationId TEXT NOT NULL,
     userId TEXT NOT NULL,
     upTo INTEGER NOT NULL,
     readAt TEXT NOT NULL,
     PRIMARY KEY (conversationId, userId)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX rt_cursors_of ON rt_cursors (userId);
   CREATE TABLE rt_notifications (
     n INTEGER PRIMARY KEY,
     _id TEXT NOT NULL UNIQUE,
     userId TEXT NOT NULL,
     type TEXT NOT NULL,
     title TEXT NOT NULL,
     message TEXT NOT NULL,
     data TEXT,
     createdAt TEXT NOT NULL,
     isRead INTEGER NOT NULL DEFAULT 0,
     readAt TEXT
   ) STRICT;
   CREATE INDEX rt_notifications_of ON rt_notifications (userId);
   CREATE INDEX rt_notifications_unread ON rt_notifications (userId) WHERE isRead = 0;
   CREATE TABLE rt_versions (
     userId TEXT NOT NULL,
     type TEXT NOT NULL,
     version INTEGER NOT NULL,
     PRIMARY KEY (userId, type)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE rt_last_seen (
     userId TEXT PRIMARY KEY,
     at TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;`,
]

/**
 * Brings the file to this schema. The version stands in a table of ours: `user_version` belongs to
 * the app, which may keep its own tables in the file. Throws when the schema is a newer one.
 */
export function migrate(db: SqliteDatabase, queries: Queries): void {
  db.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  // 16 MB instead of 4: a page that many appends change is copied into the file once for all of
  // them. That took a seventh of an append's CPU.
  db.exec('PRAGMA wal_autocheckpoint = 4000')
  transact(db, 'BEGIN IMMEDIATE', () => {
    db.exec(
      'CREATE TABLE IF NOT EXISTS rt_meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT',
    )
    const found = readMeta(queries, 'schema') ?? 0
    if (found > STEPS.length) {
      throw new Error(
        `The SQLite file has schema ${found} of @monhub/realtime-server, and this version knows ` +
          `${STEPS.length}: install the newer version that wrote it, or open another file`,
      )
    }
    for (const step of STEPS.slice(found)) db.exec(step)
    if (found < STEPS.length) writeMeta(queries, 'schema', STEPS.length)
  })
}

export function readMeta(queries: Queries, key: string): number | undefined {
  const row = queries.first('SELECT value FROM rt_meta WHERE key = ?', key)
  return row && integer(row, 'value')
}

export function writeMeta(queries: Queries, key: string, value: number): void {
  queries.run(
    'INSERT INTO rt_meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    key,
    value,
  )
}
