import { createRequire } from 'node:module'
import { sqliteStore, type SqliteDatabase } from '../../../src/stores/sqlite'

/** A process of its own: `writers` writers, each appending `each` messages to one conversation. */
const [libsql = '', path = '', name = '', writers = '', each = ''] = process.argv.slice(2)
const Database: new (path: string) => SqliteDatabase = createRequire(import.meta.url)(libsql)

async function write(writer: string) {
  const store = sqliteStore(new Database(path))
  for (let i = 0; i < Number(each); i++) {
    const { message } = await store.append({
      conversationId: 'team',
      senderId: writer,
      clientId: `k${i}`,
      text: 'Hello',
      memberIds: [writer],
    })
    process.send?.(message.seq)
  }
}

// Both processes make the tables at once, too.
process.once('message', () => {
  const all = Array.from({ length: Number(writers) }, (_, i) => write(`${name}${i}`))
  void Promise.all(all).then(() => process.disconnect())
})
process.send?.('ready')
