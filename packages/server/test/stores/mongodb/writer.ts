import { createRequire } from 'node:module'
import type * as Driver from 'mongodb'
import { mongoStore } from '../../../src/stores/mongodb'

/**
 * A process of its own: so many writers on one store, each appending so often to one
 * conversation. Says `ready` and every seq it was given.
 */
const [driver = '', url = '', database = '', name = '', writers = '', each = ''] =
  process.argv.slice(2)
const { MongoClient } = createRequire(import.meta.url)(driver) as typeof Driver
const tell = (message: string | number) => process.send?.(message)

const client = await MongoClient.connect(url)
const store = mongoStore(client.db(database))

async function write(senderId: string) {
  for (let i = 0; i < Number(each); i++) {
    const { message } = await store.append({
      conversationId: 'team',
      senderId,
      clientId: `k${i}`,
      text: 'Hello',
      fingerprint: 'hello',
      memberIds: ['ann', 'bob'],
    })
    tell(message.seq)
  }
}

process.once('message', () => {
  const all = Array.from({ length: Number(writers) }, (_, i) => write(`${name}${i}`))
  void Promise.all(all)
    .then(() => client.close())
    .then(() => process.disconnect())
})
tell('ready')
