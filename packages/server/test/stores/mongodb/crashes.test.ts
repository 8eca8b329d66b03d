import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { mongoStore } from '../../../src/stores/mongodb'
import type { RealtimeStore } from '../../../src/stores/types'
import { annAndBob, direct, fill, group, range, seqsOf } from '../contract/drafts'
import { dyingAt } from './crashes'
import { hasServer, openDatabase, type TestDatabase } from './mongo'

const FIRST = '2026-01-01T00:00:00.000Z'
const LATER = '2026-01-02T00:00:00.000Z'

describe.skipIf(!hasServer)('mongoStore whose process dies between two steps', () => {
  let database: TestDatabase
  let after: RealtimeStore
  beforeEach(async () => {
    database = await openDatabase()
    after = mongoStore(database.db)
  })
  afterEach(() => {
    vi.useRealTimers()
    return database.close()
  })

  const dying = (
    collection: string,
    method: 'insertOne' | 'updateOne' | 'updateMany',
    done = false,
  ) => mongoStore(dyingAt(database.db, { collection, method, done }))
  const listed = async (userId: string) => {
    const list = await after.conversations({ userId, limit: 9, unreadCap: 9 })
    return list.conversations.map(({ conversationId, unreadCount }) => [
      conversationId,
      unreadCount,
    ])
  }

  describe('of an append, before the entry is in the log', () => {
    it('has written no message, and the next one takes its place', async () => {
      const draft = group('team', 'ann', ['ann', 'bob'], { clientId: 'k' })
      await expect(dying('rt_messages', 'insertOne').append(draft)).rejects.toThrow('died')
      expect(await listed('bob')).toEqual([])
      expect(await after.unread({ userId: 'bob', cap: 9 })).toBe(0)
      expect((await after.history({ conversationId: 'team', limit: 9 })).head).toBe(0)
      const { message, duplicate } = (await after.append(draft))!
      expect([message.seq, duplicate]).toEqual([1, false])
      expect(await listed('bob')).toEqual([['team', 1]])
    })

    it('lists the conversation by its last message again, a minute later', async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(FIRST) })
      const later = (ms: number) => vi.setSystemTime(Date.now() + ms)
      for (const id of ['a', 'b', 'c']) {
        await after.append(group(id, 'ann', ['ann']))
        later(1)
      }
      const dies = dying('rt_messages', 'insertOne').append(group('a', 'ann', ['ann']))
      await expect(dies).rejects.toThrow('died')
      const ids = async () => (await listed('ann')).map(([id]) => id)
      later(59_000)
      expect(await ids()).toEqual(['a', 'c', 'b'])
      later(2_000)
      expect(await ids()).toEqual(['c', 'b', 'a'])
    })
  })

  describe('of an append, after the entry is in the log', () => {
    it('has everything in place, and the retry is told that it is a repetition', async () => {
      await fill(after, 1)
      const draft = group('team', 'ann', ['ann', 'bob'], { clientId: 'k' })
      await expect(dying('rt_messages', 'insertOne', true).append(draft)).rejects.toThrow('died')
      expect(await listed('bob')).toEqual([
        ['team', 1],
        [annAndBob, 1],
      ])
      expect(await after.unread({ userId: 'bob', cap: 9 })).toBe(2)
      const [stored] = (await after.history({ conversationId: 'team', limit: 9 })).messages
      expect(await after.append(draft)).toStrictEqual({
        message: stored,
        duplicate: true,
        fingerprint: draft.fingerprint,
      })
    })
  })

  describe('of markRead, before the messages are stamped', () => {
    const move = { conversationId: annAndBob, userId: 'bob', upTo: 2, readAt: FIRST }
    const verbs: [string, () => Promise<(string | undefined)[]>][] = [
      ['history', async () => readAts((await after.history({ ...move, limit: 9 })).messages)],
      [
        'entries',
        async () => {
          const { entries } = await after.entries({ ...move, after: 0, limit: 9 })
          return readAts(
            entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message] : [])),
          )
        },
      ],
      [
        'messages',
        async () => {
          const raw = await database.db.collection('rt_messages').find().sort({ seq: 1 }).toArray()
          return readAts(await after.messages(raw.map(({ _id }) => _id.toHexString())))
        },
      ],
      [
        'a later markRead',
        async () => {
          const later = await after.markRead({ ...move, upTo: 3, readAt: LATER })
          expect(seqsOf(later.covered)).toEqual([3])
          const { messages } = await after.history({ ...move, limit: 9 })
          expect(messages[2]?.readAt).toBe(LATER)
          return [...readAts(messages).slice(0, 2), undefined]
        },
      ],
      [
        'the same markRead',
        async () => {
          const again = await after.markRead({ ...move, readAt: LATER })
          expect(again).toEqual({ cursor: { userId: 'bob', upTo: 2, readAt: FIRST }, covered: [] })
          const log = database.db.collection<{ readAt?: Date }>('rt_messages')
          const raw = await log.find().sort({ seq: 1 }).toArray()
          return raw.map(({ readAt }) => readAt?.toISOString())
        },
      ],
    ]

    it.each(verbs)('%s stamps them with the time of that move', async (_, read) => {
      await fill(after, 3)
      await expect(dying('rt_messages', 'updateMany').markRead(move)).rejects.toThrow('died')
      expect(await after.cursors(annAndBob)).toEqual([{ userId: 'bob', upTo: 2, readAt: FIRST }])
      expect(await read()).toEqual([FIRST, FIRST, undefined])
    })

    it('conversations stamps the last message', async () => {
      await fill(after, 2)
      await expect(dying('rt_messages', 'updateMany').markRead(move)).rejects.toThrow('died')
      const list = await after.conversations({ userId: 'ann', limit: 9, unreadCap: 9 })
      expect(readAts(list.conversations.map(({ lastMessage }) => lastMessage!))).toEqual([FIRST])
    })

    it('counts as read what the cursor covers', async () => {
      await fill(after, 3)
      await expect(dying('rt_messages', 'updateMany').markRead(move)).rejects.toThrow('died')
      expect(await after.unread({ userId: 'bob', cap: 9 })).toBe(1)
    })
  })

  describe('of markRead, after the messages are stamped', () => {
    it('leaves the stamps as they are', async () => {
      await fill(after, 2)
      const move = { conversationId: annAndBob, userId: 'bob', upTo: 2, readAt: FIRST }
      await expect(dying('rt_cursors', 'updateOne').markRead(move)).rejects.toThrow('died')
      await after.markRead({ ...move, readAt: LATER })
      const { messages } = await after.history({ conversationId: annAndBob, limit: 9 })
      expect(readAts(messages)).toEqual([FIRST, FIRST])
    })
  })

  describe('of bumpVersion, before anybody is told', () => {
    it('never gives that version again', async () => {
      const first = await after.bumpVersion({ userIds: ['ann'], type: 't' })
      const store = mongoStore(
        dyingAt(database.db, { collection: 'rt_versions', method: 'bulkWrite', done: false }),
      )
      await expect(store.bumpVersion({ userIds: ['ann'], type: 't' })).rejects.toThrow('died')
      expect(await after.versions('ann')).toEqual(new Map([['t', first]]))
      const next = await after.bumpVersion({ userIds: ['ann'], type: 't' })
      expect(Number.parseInt(next, 36)).toBeGreaterThan(Number.parseInt(first, 36) + 1)
    })
  })

  it('numbers without a gap whatever the appends that died had done', async () => {
    for (const i of range(1, 6)) {
      const store = dying('rt_messages', 'insertOne', i % 2 === 0)
      await expect(store.append(direct('ann', 'bob'))).rejects.toThrow('died')
      await after.append(direct('bob', 'ann'))
    }
    const { messages, head } = await after.history({ conversationId: annAndBob, limit: 99 })
    expect(seqsOf(messages)).toEqual(range(1, 9))
    expect(head).toBe(9)
  })
})

const readAts = (messages: { readAt?: string }[]) => messages.map(({ readAt }) => readAt)
