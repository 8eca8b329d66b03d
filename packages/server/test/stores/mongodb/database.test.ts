import { MongoServerError, ObjectId } from 'mongodb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  ensureIndexes,
  mongoStore,
  type MongoCollection,
  type MongoDatabase,
} from '../../../src/stores/mongodb'
import { annAndBob, direct, fill, group, range, react } from '../contract/drafts'
import { hasServer, openDatabase, type TestDatabase } from './mongo'

const READ_AT = '2026-01-01T00:00:00.000Z'

describe.skipIf(!hasServer)('mongoStore', () => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await openDatabase()
  })
  afterEach(() => database.close())
  const messages = () => database.db.collection('rt_messages')

  describe('what the queries of a v1 app find', () => {
    it('is its messages, with dates and ObjectIds, and nothing else of the log', async () => {
      const store = mongoStore(database.db)
      const { message } = (await store.append(direct('ann', 'bob', { text: 'Hello' })))!
      await store.append(direct('bob', 'ann'))
      await store.change(react(message, 'bob', '👍', true))
      expect(await messages().find({ receiverId: 'bob', isRead: false }).toArray()).toEqual([
        {
          _id: new ObjectId(message._id),
          conversationId: annAndBob,
          seq: 1,
          clientId: message.clientId,
          senderId: 'ann',
          receiverId: 'bob',
          text: 'Hello',
          createdAt: new Date(message.createdAt),
          isRead: false,
          fingerprint: 'hello',
          rev: 3,
        },
      ])
      const between = [
        { senderId: 'ann', receiverId: 'bob' },
        { senderId: 'bob', receiverId: 'ann' },
      ]
      const thread = await messages()
        .find({ $or: between })
        .sort({ createdAt: 1, seq: 1 })
        .toArray()
      expect(thread).toMatchObject([{ seq: 1 }, { seq: 2 }])

      const move = { conversationId: annAndBob, userId: 'bob', upTo: 2, readAt: READ_AT }
      await store.markRead(move)
      expect(await messages().countDocuments({ receiverId: 'bob', isRead: false })).toBe(0)
      const read = await messages().findOne({ _id: new ObjectId(message._id) })
      expect([read?.isRead, read?.readAt]).toEqual([true, new Date(READ_AT)])
    })

    it('finds users by ObjectId where the store writes them so', async () => {
      const [ann, bob] = [new ObjectId(), new ObjectId()]
      const store = mongoStore(database.db, { userIds: 'objectId' })
      const draft = direct(ann.toHexString(), bob.toHexString(), { clientId: 'k' })
      const { message } = (await store.append(draft))!
      const [found] = await messages().find({ receiverId: bob, isRead: false }).toArray()
      expect([found?.senderId, message.senderId]).toEqual([ann, ann.toHexString()])
      const { conversationId } = message
      expect(await store.unread({ userId: bob.toHexString(), conversationId, cap: 9 })).toBe(1)
      expect(await store.unread({ userId: ann.toHexString(), conversationId, cap: 9 })).toBe(0)
      const move = { conversationId, userId: bob.toHexString(), upTo: 1, readAt: READ_AT }
      expect((await store.markRead(move)).covered[0]).toMatchObject({ isRead: true })
      // Whichever form an earlier version of the app chose.
      const asText = mongoStore(database.db)
      expect(await asText.append(draft)).toMatchObject({ duplicate: true, message: { seq: 1 } })
      expect(await asText.unread({ userId: ann.toHexString(), conversationId, cap: 9 })).toBe(0)
    })
  })

  describe('what it finds of documents that others wrote', () => {
    const old = { conversationId: annAndBob, senderId: 'ann', receiverId: 'bob', text: 'Old' }

    it('is messages whose ids are text or ObjectIds', async () => {
      const _id = new ObjectId()
      const createdAt = new Date()
      await messages().insertMany([
        { ...old, _id, seq: 1, clientId: '1', createdAt },
        {
          ...old,
          _id: 'text' as never,
          seq: 2,
          clientId: '2',
          createdAt,
          isRead: true,
          readAt: null,
        },
        { ...old, seq: 3, clientId: '3', createdAt, metadata: { listing: { id: 7 } } },
      ])
      const store = mongoStore(database.db)
      expect(await store.messages(['text', _id.toHexString(), 'none'])).toHaveLength(2)
      const { messages: page } = await store.history({ conversationId: annAndBob, limit: 9 })
      expect(page.map((message) => [message._id, message.isRead])).toEqual([
        [_id.toHexString(), false],
        ['text', true],
        [expect.stringMatching(/^[0-9a-f]{24}$/), false],
      ])
      expect(page[1]).not.toHaveProperty('readAt')
      expect(page[2]?.metadata).toEqual({ listing: { id: 7 } })
      expect((await store.append(direct('ann', 'bob')))!.message.seq).toBe(4)
    })

    it('is never newer than what comes after it, whatever the clocks say', async () => {
      const createdAt = new Date(Date.now() + 5_000)
      await messages().insertOne({ ...old, seq: 1, clientId: '1', createdAt })
      const { message } = (await mongoStore(database.db).append(direct('ann', 'bob')))!
      expect(message.createdAt).toBe(createdAt.toISOString())
    })

    it('keeps the stamps of messages that were read before', async () => {
      const store = mongoStore(database.db)
      await fill(store, 2)
      const before = new Date('2020-01-01')
      await messages().updateOne({ seq: 1 }, { $set: { isRead: true, readAt: before } })
      const move = { conversationId: annAndBob, userId: 'bob', upTo: 2, readAt: READ_AT }
      const { covered } = await store.markRead(move)
      expect(covered.map(({ readAt }) => readAt)).toEqual([before.toISOString(), READ_AT])
    })
  })

  it('counts unread over hundreds of conversations, up to the cap', async () => {
    const store = mongoStore(database.db)
    const ids = range(1, 230).map((i) => `g${i}`)
    await Promise.all(ids.map((id) => store.append(group(id, 'ann', ['ann', 'bob']))))
    expect(await store.unread({ userId: 'bob', cap: 1000 })).toBe(230)
    expect(await store.unread({ userId: 'bob', cap: 150 })).toBe(150)
  })

  it('takes no operator in the place of text', async () => {
    const store = mongoStore(database.db)
    await fill(store, 1)
    const operator = { $ne: '' } as never
    await expect(store.unread({ userId: operator, cap: 9 })).rejects.toThrow(TypeError)
    await expect(store.history({ conversationId: operator, limit: 9 })).rejects.toThrow(TypeError)
    await expect(store.messages([operator])).rejects.toThrow(TypeError)
    await expect(store.versions(operator)).rejects.toThrow(TypeError)
    await expect(store.append(direct('ann', 'bob', { text: operator }))).rejects.toThrow(TypeError)
    const mark = { userId: 'bob', ids: [operator], readAt: READ_AT }
    await expect(store.markNotifications(mark)).rejects.toThrow(TypeError)
  })

  describe('ensureIndexes', () => {
    it('makes them once, and is done by the first call of a store', async () => {
      await ensureIndexes(database.db)
      await ensureIndexes(database.db)
      await mongoStore(database.db).ping()
      const indexes = (await messages().indexes()).map(({ name, unique }) => [name, unique])
      expect(indexes).toEqual(
        expect.arrayContaining([
          ['rt_seq', true],
          ['rt_client', true],
        ]),
      )
    })

    it('says what to do about documents of another shape, and is tried again', async () => {
      const legacy = { senderId: 'ann', receiverId: 'bob', text: 'Old', isRead: false }
      await database.db.collection('messages').insertMany([{ ...legacy }, { ...legacy }])
      const store = mongoStore(database.db, { messages: 'messages' })
      await expect(store.ping()).rejects.toThrow(/collection messages .*Convert them first/)
      await database.db.collection('messages').deleteMany({})
      await store.ping()
    })

    it.each([
      [13, /rt_messages .*may not create indexes/],
      [86, /rt_messages .*Drop that one first/],
      [6, /^server said so$/],
    ])('explains the error %i', async (code, message) => {
      const error = new MongoServerError({ message: 'server said so', code })
      const refusing: MongoDatabase = {
        collection(name, options) {
          const collection: MongoCollection = Object.create(database.db.collection(name, options))
          collection.createIndexes = () => Promise.reject(error)
          return collection
        },
      }
      await expect(ensureIndexes(refusing)).rejects.toThrow(message)
    })
  })
})
