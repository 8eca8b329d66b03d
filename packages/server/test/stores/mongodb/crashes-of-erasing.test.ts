import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mongoStore } from '../../../src/stores/mongodb'
import type { RealtimeStore } from '../../../src/stores/types'
import { annAndBob, direct, fill, group, nextMillisecond, react, seqsOf } from '../contract/drafts'
import { atEveryWrite, dyingAfter } from './crashes'
import { hasServer, openDatabase, type TestDatabase } from './mongo'

const AT = '2026-01-01T00:00:00.000Z'

describe.skipIf(!hasServer)('mongoStore whose process dies while it forgets', () => {
  let databases: TestDatabase[]
  beforeEach(() => {
    databases = []
  })
  afterEach(() => Promise.all(databases.map((database) => database.close())))

  async function open() {
    const database = await openDatabase()
    databases.push(database)
    return { db: database.db, store: mongoStore(database.db) }
  }
  type Opened = Awaited<ReturnType<typeof open>>

  async function eraseAnn(store: RealtimeStore) {
    for (let isDone = false; !isDone;) {
      isDone = (await store.eraseUser({ userId: 'ann', limit: 1 })).isDone
    }
  }

  it('eraseUser, begun again, leaves nothing of the user and everything of the others', async () => {
    let opened: Opened
    const writes = await atEveryWrite(
      async (allowed) => {
        opened = await open()
        const { store, db } = opened
        await fill(store, 2)
        const { message } = (await store.append(direct('bob', 'ann', { text: 'Kept' })))!
        for (const by of ['ann', 'bob']) {
          await store.change(react(message, by, '👍'))
          await store.addNotification({ userId: by, type: 't', title: 't', message: 'm' })
          await store.bumpVersion({ userIds: [by], type: 't' })
          await store.setLastSeen({ userId: by, at: AT })
        }
        // A cursor whose stamps a crash left out.
        const readBy = { conversationId: annAndBob, userId: 'ann', upTo: 3, readAt: AT }
        await expect(mongoStore(dyingAfter(db, 1)).markRead(readBy)).rejects.toThrow('died')
        await eraseAnn(mongoStore(dyingAfter(db, allowed)))
      },
      async () => {
        const { store } = opened
        await eraseAnn(store)
        const { messages, head } = await store.history({ conversationId: annAndBob, limit: 9 })
        expect(messages).toMatchObject([
          { seq: 1, text: '', deletedAt: expect.any(String) },
          { seq: 2, text: '', deletedAt: expect.any(String) },
          { seq: 3, text: 'Kept', reactions: { '👍': ['bob'] }, isRead: true, readAt: AT },
        ])
        const { entries } = await store.entries({ conversationId: annAndBob, after: 0, limit: 99 })
        expect(seqsOf(entries)).toEqual(Array.from({ length: head }, (_, i) => i + 1))
        expect(await store.lastSeen(['ann', 'bob'])).toEqual(new Map([['bob', AT]]))
        expect((await store.versions('ann')).size).toBe(0)
        expect(await store.cursors(annAndBob)).toEqual([])
        expect(await store.unreadNotifications({ userId: 'ann', cap: 9 })).toBe(0)
        expect(await store.unreadNotifications({ userId: 'bob', cap: 9 })).toBe(1)
      },
    )
    expect(writes).toBeGreaterThan(10)
  })

  it('eraseUser leaves the peer the stamps that a crash had left out', async () => {
    const { db, store } = await open()
    await fill(store, 1, 'bob')
    const readBy = { conversationId: annAndBob, userId: 'ann', upTo: 1, readAt: AT }
    await expect(mongoStore(dyingAfter(db, 1)).markRead(readBy)).rejects.toThrow('died')
    await eraseAnn(store)
    const { messages } = await store.history({ conversationId: annAndBob, limit: 9 })
    expect(messages).toMatchObject([{ isRead: true, readAt: AT }])
  })

  it('eraseUser takes back a reaction that a crash had left to be applied', async () => {
    const { db, store } = await open()
    const { message } = (await store.append(direct('bob', 'ann')))!
    const dies = mongoStore(dyingAfter(db, 1)).change(react(message, 'ann', '👍'))
    await expect(dies).rejects.toThrow('died')
    await eraseAnn(store)
    expect((await store.messages([message._id]))[0]).not.toHaveProperty('reactions')
    const { entries } = await store.entries({ conversationId: annAndBob, after: 1, limit: 9 })
    expect(entries).toMatchObject([{ kind: 'reaction' }, { kind: 'reaction', isRemoved: true }])
  })

  it('prune, begun again, drops what is older and nothing else', async () => {
    let opened: Opened
    let before = ''
    const writes = await atEveryWrite(
      async (allowed) => {
        opened = await open()
        const { store, db } = opened
        await fill(store, 3)
        await store.append(group('quiet', 'ann', ['ann']))
        await store.addNotification({ userId: 'ann', type: 't', title: 't', message: 'm' })
        await nextMillisecond()
        before = new Date().toISOString()
        await nextMillisecond()
        await fill(store, 1)
        await pruneAll(mongoStore(dyingAfter(db, allowed)))
      },
      async () => {
        await pruneAll(opened.store)
        const seqs = async (conversationId: string) =>
          seqsOf((await opened.store.history({ conversationId, limit: 9 })).messages)
        expect([await seqs(annAndBob), await seqs('quiet')]).toEqual([[4], [1]])
        expect(await opened.store.unreadNotifications({ userId: 'ann', cap: 9 })).toBe(0)
      },
    )
    expect(writes).toBeGreaterThanOrEqual(4)

    async function pruneAll(store: RealtimeStore) {
      for (let isDone = false; !isDone;) isDone = (await store.prune({ before, limit: 2 })).isDone
    }
  })

  it('prune applies what a crash left before it drops it', async () => {
    const { db, store } = await open()
    const change = { conversationId: 'team', actorId: 'ann', add: ['ann', 'bob'], remove: [] }
    const dies = mongoStore(dyingAfter(db, 1)).updateMembers(change)
    await expect(dies).rejects.toThrow('died')
    // Written by a process that sees no reason to settle.
    const place = { conversationId: 'team', seq: 2, senderId: 'ann', clientId: 'k', text: 'Hi' }
    await nextMillisecond()
    await db.collection('rt_messages').insertOne({ ...place, createdAt: new Date() })
    await nextMillisecond()
    const step = { before: new Date().toISOString(), limit: 9 }
    expect(await store.prune(step)).toEqual({ removed: 1, isDone: true })
    expect(await store.members('team')).toEqual(['ann', 'bob'])
  })

  it('prune passes over the newest entry of a log only while it is the newest', async () => {
    const { store } = await open()
    await fill(store, 2)
    const prune = async () => {
      await nextMillisecond()
      return store.prune({ before: new Date().toISOString(), limit: 1 })
    }
    expect(await prune()).toEqual({ removed: 1, isDone: false })
    expect(await prune()).toEqual({ removed: 0, isDone: false })
    expect(await prune()).toEqual({ removed: 0, isDone: true })
    const before = new Date().toISOString()
    await nextMillisecond()
    await fill(store, 1)
    expect(await store.prune({ before, limit: 1 })).toEqual({ removed: 1, isDone: false })
    const { messages } = await store.history({ conversationId: annAndBob, limit: 9 })
    expect(seqsOf(messages)).toEqual([3])
  })
})
