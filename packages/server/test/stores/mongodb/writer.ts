import { createRequire } from 'node:module'
import type * as Driver from 'mongodb'
import { mongoStore } from '../../../src/stores/mongodb'

/**
 * A process of its own: so many writers on one store, each appending so often to one conversation,
 * or also changing the message `target` and the members. Says `ready` and every seq it was given.
 */
const [driver = '', url = '', database = '', name = '', writers = '', each = '', target = ''] =
  process.argv.slice(2)
const { MongoClient } = createRequire(import.meta.url)(driver) as typeof Driver
const tell = (message: string | number) => process.send?.(message)

const client = await MongoClient.connect(url)
const store = mongoStore(client.db(database))

async function write(senderId: string) {
  for (let i = 0; i < Number(each); i++) {
    const { message } = (await store.append({
      conversationId: 'team',
      senderId,
      clientId: `k${i}`,
      text: 'Hello',
      fingerprint: 'hello',
      ...(target === '' && { memberIds: ['ann', 'bob'] }),
    }))!
    tell(message.seq)
    if (target !== '') await change(senderId, i)
  }
}

async function change(actorId: string, i: number) {
  const at = { conversationId: 'team', actorId, targetId: target }
  const changes = [
    await store.change({ ...at, kind: 'reaction', reaction: '👍', isRemoved: i % 3 === 2 }),
    await store.change({ ...at, kind: 'edit', text: `${actorId} ${i}` }),
    await store.updateMembers({
      conversationId: 'team',
      actorId,
      add: [`${actorId}/${i}`],
      remove: i === 0 ? [] : [`${actorId}/${i - 1}`],
    }),
  ]
  for (const made of changes) if (made?.entry) tell(made.entry.seq)
}

process.once('message', () => {
  const all = Array.from({ length: Number(writers) }, (_, i) => write(`${name}${i}`))
  void Promise.all(all)
    .then(() => client.close())
    .then(() => process.disconnect())
})
tell('ready')
