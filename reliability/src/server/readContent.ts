import type { LogEntry, Message, RealtimeStore } from '@monhub/realtime-server'
import { sqliteStore } from '@monhub/realtime-server/sqlite'
import Database from 'libsql'
import type { Content, Row } from '../check/history'

const PAGE = 500

/** Everything that a file holds, whether or not a server is using it. */
export async function readContent(file: string): Promise<Content> {
  const db = new Database(file)
  try {
    const store = sqliteStore(db, { busyTimeoutMs: 10_000 })
    const rows = rowsOf(db)
    const ids = [...new Set(rows.map(({ conversationId }) => conversationId))]
    const logs = await Promise.all(ids.map((id) => readLog(store, id)))
    return {
      rows,
      entries: logs.flatMap(({ entries }) => entries),
      messages: logs.flatMap(({ messages }) => messages),
    }
  } finally {
    db.close()
  }
}

/** Past the store, which could hide what must not be there. */
const rowsOf = (db: InstanceType<typeof Database>): Row[] =>
  db
    .prepare(
      'SELECT conversationId, seq, kind, _id, senderId, clientId FROM rt_entries ORDER BY conversationId, seq',
    )
    .all() as Row[]

async function readLog(store: RealtimeStore, conversationId: string) {
  const entries: LogEntry[] = []
  for (let hasMore = true; hasMore;) {
    const after = entries.at(-1)?.seq ?? 0
    const page = await store.entries({ conversationId, after, limit: PAGE })
    entries.push(...page.entries)
    hasMore = page.hasMore && page.entries.length > 0
  }
  const messages: Message[] = []
  for (let hasMore = true; hasMore;) {
    const after = messages.at(-1)?.seq ?? 0
    const page = await store.history({ conversationId, after, limit: PAGE })
    messages.push(...page.messages)
    hasMore = page.hasMore && page.messages.length > 0
  }
  return { entries, messages }
}
