import { peerOf } from '@monhub/realtime-protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importMessages, mongoStore, type ImportOptions } from '../../../src/stores/mongodb'
import { range, seqsOf } from '../contract/drafts'
import {
  conversationOf,
  hex,
  importedState,
  legacyMessages,
  legacyView,
  USERS,
  type Legacy,
} from './legacy'
import { hasServer, openDatabase, type TestDatabase } from './mongo'

const inPlace: ImportOptions = { from: 'messages', messages: 'messages' }
const copied: ImportOptions = { from: 'messages' }
const ways: [string, ImportOptions][] = [
  ['in place', inPlace],
  ['into another collection', copied],
]

describe.skipIf(!hasServer)('importMessages', () => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await openDatabase()
  })
  afterEach(() => database.close())
  const legacy = () => database.db.collection<Legacy>('messages')

  /** By conversation, in the order the app shows them. */
  async function threads() {
    const all = await legacy().find().sort({ createdAt: 1, _id: 1 }).toArray()
    const byConversation = new Map<string, Legacy[]>()
    for (const each of all) {
      const thread = byConversation.get(conversationOf(each))
      if (thread) thread.push(each)
      else byConversation.set(conversationOf(each), [each])
    }
    return byConversation
  }

  describe.each(ways)('%s', (_, options) => {
    const log = options.messages ?? 'rt_messages'

    it('gives 2 000 messages their places, and keeps ids, order and fields', async () => {
      await legacy().insertMany(legacyMessages(2000))
      const before = await threads()
      const view = await legacyView(database.db, 'messages')
      const result = await importMessages(database.db, options)
      expect(result).toEqual({
        imported: 2000,
        present: 0,
        late: 0,
        conversations: before.size,
        refused: [],
      })
      expect(await legacyView(database.db, log)).toEqual(view)
      if (log !== 'messages') expect(await legacyView(database.db, 'messages')).toEqual(view)

      const store = mongoStore(database.db, { messages: log })
      for (const [conversationId, thread] of before) {
        const { messages, head } = await store.history({ conversationId, limit: 999 })
        expect(messages).toEqual(thread.map((each, i) => asMessage(each, conversationId, i + 1)))
        expect(head).toBe(thread.length)
      }
    })

    it('lets the store go on where the app ended', async () => {
      await legacy().insertMany(legacyMessages(300))
      const before = await threads()
      await importMessages(database.db, options)
      const store = mongoStore(database.db, { messages: log, userIds: 'objectId' })
      for (const user of USERS) {
        const userId = hex(user)
        const { conversations } = await store.conversations({ userId, limit: 99, unreadCap: 999 })
        const own = [...before].filter(([id]) => peerOf(id, userId) !== undefined)
        const newest = ([, thread]: (typeof own)[number]) => thread.at(-1)!
        own.sort((a, b) => newest(b).createdAt.getTime() - newest(a).createdAt.getTime())
        expect(conversations.map(({ lastMessage }) => lastMessage?.createdAt)).toEqual(
          own.map((each) => newest(each).createdAt.toISOString()),
        )
        const unread = own.reduce((sum, [id, thread]) => sum + unreadOf(thread, id, userId), 0)
        expect(await store.unread({ userId, cap: 9999 })).toBe(unread)
      }
      const [conversationId, thread] = [...before][0]!
      const [senderId, receiverId] = [hex(thread[0]!.senderId), hex(thread[0]!.receiverId)]
      const draft = { conversationId, senderId, receiverId, clientId: 'k', text: 'New' }
      const { message } = (await store.append({ ...draft, fingerprint: 'f' }))!
      expect(message.seq).toBe(thread.length + 1)
    })

    it('changes nothing the second time', async () => {
      await legacy().insertMany(legacyMessages(300))
      await importMessages(database.db, options)
      const state = await importedState(database.db, log)
      const again = await importMessages(database.db, options)
      expect(again).toMatchObject({ imported: 0, present: 300, late: 0 })
      expect(await importedState(database.db, log)).toEqual(state)
    })

    it('takes what the app wrote and read since, when it is run again', async () => {
      const all = legacyMessages(300)
      all.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
      await legacy().insertMany(all.slice(0, 250))
      await importMessages(database.db, { ...options, isAppRunning: true })
      await legacy().insertMany(all.slice(250))
      const readAt = new Date('2026-01-01')
      await legacy().updateMany(
        { receiverId: 'bob', isRead: false },
        { $set: { isRead: true, readAt } },
      )
      const view = await legacyView(database.db, 'messages')
      const result = await importMessages(database.db, options)
      expect(result).toMatchObject({ imported: 50, present: 250, late: 0 })
      expect(await legacyView(database.db, log)).toEqual(view)
      const store = mongoStore(database.db, { messages: log })
      expect(await store.unread({ userId: 'bob', cap: 999 })).toBe(0)
      for (const [conversationId, thread] of await threads()) {
        const { messages } = await store.history({ conversationId, limit: 999 })
        expect(seqsOf(messages)).toEqual(range(1, thread.length))
      }
    })

    it('puts what turns up late at the end, and counts it', async () => {
      const [first, second] = [at('2024-01-01'), at('2024-01-02')]
      await legacy().insertOne(second)
      await importMessages(database.db, { ...options, isAppRunning: true })
      await legacy().insertOne(first)
      expect(await importMessages(database.db, options)).toMatchObject({ imported: 1, late: 1 })
      const store = mongoStore(database.db, { messages: log })
      const { messages } = await store.history({ conversationId: 'dm:ann:bob', limit: 9 })
      expect(messages.map(({ createdAt }) => createdAt.slice(0, 10))).toEqual([
        '2024-01-02',
        '2024-01-01',
      ])
    })

    it('says how far it is', async () => {
      await legacy().insertMany(legacyMessages(1200))
      const seen: string[] = []
      await importMessages(database.db, {
        ...options,
        onProgress: ({ step, done, total }) => seen.push(`${step} ${done}/${total}`),
      })
      expect(seen.slice(0, 6)).toEqual([
        'check 500/1200',
        'check 1000/1200',
        'check 1200/1200',
        'write 500/1200',
        'write 1000/1200',
        'write 1200/1200',
      ])
      expect(seen[6]).toMatch(/^list (\d+)\/\1$/)
    })
  })

  it('sets the cursor before the first unread message, whatever was read after it', async () => {
    const readAt = new Date('2025-01-01')
    await legacy().insertMany([
      at('2024-01-01', { isRead: true, readAt }),
      at('2024-01-02', { senderId: 'bob', receiverId: 'ann' }),
      at('2024-01-03', { isRead: true, readAt: null }),
      at('2024-01-04'),
      at('2024-01-05', { isRead: true, readAt }),
    ])
    await importMessages(database.db, inPlace)
    expect(await database.db.collection('rt_cursors').find().toArray()).toEqual([
      {
        _id: expect.anything(),
        conversationId: 'dm:ann:bob',
        userId: 'bob',
        upTo: 3,
        stampedTo: 3,
        readAt,
      },
    ])
    const store = mongoStore(database.db, inPlace)
    const move = {
      conversationId: 'dm:ann:bob',
      userId: 'bob',
      upTo: 5,
      readAt: '2026-01-01T00:00:00.000Z',
    }
    const { covered } = await store.markRead(move)
    expect(covered.map(({ readAt: stamp }) => stamp?.slice(0, 4))).toEqual(['2026', '2025'])
  })

  it('stands in nobody’s way who writes to the same log', async () => {
    await legacy().insertMany(range(1, 300).map((i) => at('2024-01-01', { text: `Old ${i}` })))
    const store = mongoStore(database.db)
    const place = {
      conversationId: 'dm:ann:bob',
      senderId: 'ann',
      receiverId: 'bob',
      memberIds: ['ann', 'bob'],
    }
    let isOver = false
    let sent = 0
    const send = async () => {
      while (!isOver) {
        await store.append({ ...place, clientId: `k${++sent}`, text: 'New', fingerprint: 'f' })
      }
    }
    const sending = send()
    const { imported, present } = await importMessages(database.db, copied)
    isOver = true
    await sending
    expect(imported + present).toBe(300)
    const { messages } = await store.history({ conversationId: 'dm:ann:bob', limit: 9999 })
    expect(seqsOf(messages)).toEqual(range(1, 300 + sent))
    const old = messages.filter(({ text }) => text.startsWith('Old'))
    expect(old.map(({ _id }) => _id)).toEqual(old.map(({ _id }) => _id).toSorted())
  })
})

let count = 0
const at = (createdAt: string, more: Partial<Legacy> = {}): Legacy => ({
  _id: `m${String(++count).padStart(6, '0')}`,
  senderId: 'ann',
  receiverId: 'bob',
  text: 'Hello',
  isRead: false,
  createdAt: new Date(createdAt),
  ...more,
})

const asMessage = (legacy: Legacy, conversationId: string, seq: number) => ({
  _id: hex(legacy._id),
  conversationId,
  seq,
  clientId: hex(legacy._id),
  senderId: hex(legacy.senderId),
  receiverId: hex(legacy.receiverId),
  text: legacy.text,
  createdAt: legacy.createdAt.toISOString(),
  isRead: legacy.isRead,
  ...(legacy.readAt && { readAt: legacy.readAt.toISOString() }),
})

/** Messages of the peer from the first unread one on. */
function unreadOf(thread: Legacy[], conversationId: string, userId: string) {
  if (peerOf(conversationId, userId) === userId) return 0
  const theirs = thread.filter(({ senderId }) => hex(senderId) !== userId)
  const first = theirs.findIndex(({ isRead }) => !isRead)
  return first < 0 ? 0 : theirs.length - first
}
