import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  importMessages,
  type MongoCollection,
  type MongoDatabase,
} from '../../../src/stores/mongodb'
import { bundle, driver } from './bundle'
import { importedState, legacyMessages, legacyView } from './legacy'
import { hasServer, openDatabase, url, type TestDatabase } from './mongo'

/** The same database, for a process that dies when so many operations of bulk writes are done. */
function dyingInBulk(db: MongoDatabase, operations: number): MongoDatabase {
  let left = operations
  return {
    collection(name, options) {
      const collection = db.collection(name, options)
      const bulkWrite: typeof collection.bulkWrite = async (all, how) => {
        const done = all.slice(0, Math.max(0, left))
        left -= all.length
        if (done.length > 0) await collection.bulkWrite(done, how)
        if (left < 0) throw new Error('the process died')
        return undefined
      }
      return new Proxy(collection, {
        get(target, method): unknown {
          if (method === 'bulkWrite') return bulkWrite
          const original: unknown = Reflect.get(target, method)
          // Nor does it give up its lease.
          if (method === 'deleteMany') return () => Promise.resolve({ deletedCount: 0 })
          return typeof original === 'function' ? original.bind(target) : original
        },
      })
    },
  }
}

/** The same database, where something happens before the documents are read in order. */
const onSort = (db: MongoDatabase, happen: () => Promise<unknown>): MongoDatabase => ({
  collection(name, options) {
    const collection: MongoCollection = Object.create(db.collection(name, options))
    const find: MongoCollection['find'] = (filter, how) => {
      const found = db.collection(name, options).find(filter, how)
      if (!how?.sort || !how.allowDiskUse) return found
      const later = async function* () {
        await happen()
        yield* found
      }
      return { toArray: () => found.toArray(), [Symbol.asyncIterator]: later }
    }
    return Object.assign(collection, { find })
  },
})

describe.skipIf(!hasServer)('importMessages that is killed', () => {
  let databases: TestDatabase[]
  beforeEach(() => {
    databases = []
  })
  afterEach(() => Promise.all(databases.map((database) => database.close())))

  async function openEmpty() {
    const database = await openDatabase()
    databases.push(database)
    return database
  }

  async function open(count: number) {
    const database = await openEmpty()
    await database.db.collection('messages').insertMany(legacyMessages(count) as never[])
    return database.db
  }

  /** As when the lease of the killed one is over. */
  const waitForLease = (db: TestDatabase['db']) => db.collection('rt_meta').deleteMany({})

  async function uninterrupted(count: number, messages: string) {
    const { db, close } = await openDatabase()
    await db.collection('messages').insertMany(legacyMessages(count) as never[])
    await importMessages(db, { from: 'messages', messages })
    const state = await importedState(db, messages)
    await close()
    return state
  }

  describe.each(['messages', 'rt_messages'])('on its way to %s', (messages) => {
    const options = { from: 'messages', messages }
    let expected: Awaited<ReturnType<typeof uninterrupted>>
    beforeAll(async () => {
      expected = await uninterrupted(600, messages)
    })

    it.each([0, 1, 500, 555, 600, 610, 636, 660])(
      'after %i operations ends, run again, as if it had not been',
      async (operations) => {
        const db = await open(600)
        const killed = importMessages(dyingInBulk(db, operations), options)
        await expect(killed).rejects.toThrow('the process died')
        await waitForLease(db)
        const result = await importMessages(db, options)
        expect(result.imported).toBe(600 - Math.min(600, operations))
        expect(result.imported + result.present).toBe(600)
        expect(result.late).toBe(0)
        expect(await importedState(db, messages)).toEqual(expected)
      },
      60_000,
    )

    it('half-way by the system ends, run again, as if it had not been', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'realtime-import-'))
      try {
        const db = await open(2000)
        const view = await legacyView(db, 'messages')
        const script = await bundle('importer.ts', folder)
        const args = [driver, url, db.databaseName, messages]
        const child = fork(script, args, { execArgv: [] })
        child.on('message', (done) => Number(done) >= 1000 && child.kill('SIGKILL'))
        expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
        expect(await legacyView(db, 'messages')).toEqual(view)
        await waitForLease(db)
        const result = await importMessages(db, options)
        expect(result.present).toBeGreaterThanOrEqual(1000)
        expect(result.imported).toBeGreaterThan(0)
        expect(await importedState(db, messages)).toEqual(await uninterrupted(2000, messages))
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    }, 60_000)
  })

  it('knows the places of what the killed one still had on its way', async () => {
    const { db } = await openEmpty()
    const fit = { senderId: 'ann', receiverId: 'bob', text: 'Hello', createdAt: new Date(0) }
    const source = db.collection<typeof fit & { _id: string }>('messages')
    await source.insertMany(['a', 'b', 'c'].map((_id) => ({ _id, ...fit })))
    const arrives = () =>
      source.updateOne(
        { _id: 'a' },
        { $set: { conversationId: 'dm:ann:bob', seq: 1, clientId: 'a' } },
      )
    const options = { from: 'messages', messages: 'messages' }
    const result = await importMessages(onSort(db, arrives), options)
    expect(result).toMatchObject({ imported: 2, present: 1 })
    const { messages } = await importedState(db, 'messages')
    expect(messages).toMatchObject([{ seq: 1 }, { seq: 2 }, { seq: 3 }])
  })

  it('keeps another from starting until its lease is over', async () => {
    const db = await open(10)
    await expect(importMessages(dyingInBulk(db, 1), { from: 'messages' })).rejects.toThrow('died')
    const again = () => importMessages(db, { from: 'messages' })
    await expect(again()).rejects.toThrow(/An import is running .* 15 s/)
    const past = { $set: { until: new Date(Date.now() - 1) } }
    await db.collection('rt_meta').updateOne({ until: { $exists: true } }, past)
    expect(await again()).toMatchObject({ imported: 9, present: 1 })
    expect(await again()).toMatchObject({ imported: 0, present: 10 })
  })
})
