import { createRequire } from 'node:module'
import { sqliteStore, type SqliteDatabase } from '../../../src/stores/sqlite'
import { watched } from './watched'

/**
 * A process of its own: so many writers, each with a connection, each appending so often to one
 * conversation. Says `ready`, `refused` when it first met a lock, and every seq it was given.
 */
const [libsql = '', path = '', name = '', writers = '', each = ''] = process.argv.slice(2)
const Database: new (path: string) => SqliteDatabase = createRequire(import.meta.url)(libsql)
const tell = (message: string | number) => process.send?.(message)

let wasRefused = false
function onRefusal() {
  if (!wasRefused) tell('refused')
  wasRefused = true
}

async function write(senderId: string) {
  const store = sqliteStore(watched(new Database(path), onRefusal), { busyTimeoutMs: 30_000 })
  for (let i = 0; i < Number(each); i++) {
    const { message } = await store.append({
      conversationId: 'team',
      senderId,
      clientId: `k${i}`,
      text: 'Hello',
      fingerprint: 'hello',
      memberIds: [senderId],
    })
    tell(message.seq)
  }
}

process.once('message', () => {
  const all = Array.from({ length: Number(writers) }, (_, i) => write(`${name}${i}`))
  void Promise.all(all).then(() => process.disconnect())
})
tell('ready')
