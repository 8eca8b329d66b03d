import { randomUUID } from 'node:crypto'
import { MongoClient, type Db } from 'mongodb'
import { inject } from 'vitest'
import { mongoStore, type MongoDatabase } from '../../../src/stores/mongodb'
import type { OpenedStore } from '../contract'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the MongoDB server of the tests listens; empty on a machine that has none. */
    mongoUrl: string
  }
}

export const url = inject('mongoUrl')
export const hasServer = url !== ''

export interface TestDatabase {
  db: Db
  close(): Promise<void>
}

/** An empty database of its own, over a client of its own. */
export async function openDatabase(): Promise<TestDatabase> {
  const name = `rt_${randomUUID()}`
  const client = await MongoClient.connect(url)
  const db = client.db(name)
  return {
    db,
    async close() {
      await db.dropDatabase()
      await client.close()
    },
  }
}

interface Client {
  db(name: string): MongoDatabase & { dropDatabase(): Promise<boolean> }
  close(): Promise<void>
}

const driver7 = (): Promise<Client> => MongoClient.connect(url)

/** An empty store, for the contract suite, which opens another client to open it again. */
export const openStore =
  (connect: () => Promise<Client> = driver7) =>
  async (): Promise<OpenedStore> => {
    const name = `rt_${randomUUID()}`
    const clients = [await connect()]
    const first = clients[0]!.db(name)
    const store = mongoStore(first)
    return {
      store,
      async reopen() {
        await store.close()
        const client = await connect()
        clients.push(client)
        return mongoStore(client.db(name))
      },
      async close() {
        await store.close()
        await first.dropDatabase()
        await Promise.all(clients.map((client) => client.close()))
      },
    }
  }
