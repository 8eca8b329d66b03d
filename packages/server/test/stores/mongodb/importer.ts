import { createRequire } from 'node:module'
import type * as Driver from 'mongodb'
import { importMessages } from '../../../src/stores/mongodb'

/** A process of its own that imports, and says how many documents it has written. */
const [driver = '', url = '', database = '', messages = ''] = process.argv.slice(2)
const { MongoClient } = createRequire(import.meta.url)(driver) as typeof Driver

const client = await MongoClient.connect(url)
await importMessages(client.db(database), {
  from: 'messages',
  messages,
  onProgress: ({ step, done }) => step === 'write' && process.send?.(done),
})
await client.close()
process.disconnect()
