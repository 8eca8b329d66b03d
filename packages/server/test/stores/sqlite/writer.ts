import { createRequire } from 'node:module'
import { sqliteStore, type SqliteDatabase } from '../../../src/stores/sqlite'
import { watched } from './watched'

/**
 * A process of its own: so many writers, each with a connection, each adding so often two messages
 * at once and a reaction to one conversation. Says `ready`, `refused` when it first met a lock, and
 * what it was given, once that was acknowledged.
 */
const [libsql = '', path = '', name = '', writers = '', each = ''] = process.argv.slice(2)
const Database: new (path: string) => SqliteDatabase = createRequire(import.meta.url)(libsql)
const tell = (message: string | Acknowledged) => process.send?.(message)

export interface Acknowledged {
  seq: number
  kind: string
}

let wasRefused = false
function onRefusal() {
  if (!wasRefused) tell('refused')
  wasRefused = true
}

async function write(senderId: string) {
  const store = sqliteStore(watched(new Database(path), { onRefusal }), { busyTimeoutMs: 30_000 })
  const append = async (clientId: string) => {
    const { message } = (await store.append({
      conversationId: 'team',
      senderId,
      clientId,
      text: 'Hello',
      fingerprint: 'hello',
      memberIds: [senderId],
    }))!
    tell({ seq: message.seq, kind: 'message' })
    return message
  }
  for (let i = 0; i < Number(each); i++) {
    const [target] = await Promise.all([append(`a${i}`), append(`b${i}`)])
    const applied = await store.change({
      kind: 'reaction',
      conversationId: 'team',
      targetId: target._id,
      actorId: senderId,
      reaction: '👍',
    })
    if (applied) tell({ seq: applied.entry.seq, kind: applied.entry.kind })
  }
}

process.once('message', () => {
  const all = Array.from({ length: Number(writers) }, (_, i) => write(`${name}${i}`))
  void Promise.all(all).then(() => process.disconnect())
})
tell('ready')
