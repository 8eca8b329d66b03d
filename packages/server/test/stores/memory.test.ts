import { describe, expect, it } from 'vitest'
import { memoryStore } from '../../src/stores/memory'
import { describeStore } from './contract'
import { annAndBob, direct, fill, group, range, seqsOf } from './contract/drafts'

describeStore('memoryStore', async () => {
  const store = memoryStore()
  return { store, close: () => store.close() }
})

describe('memoryStore', () => {
  describe('maxEntriesPerConversation', () => {
    it('drops the oldest messages while seq keeps counting', async () => {
      const store = memoryStore({ maxEntriesPerConversation: 3 })
      const { message: first } = (await store.append(direct('ann', 'bob', { clientId: 'k' })))!
      await fill(store, 4)
      const page = await store.history({ conversationId: annAndBob, limit: 9 })
      expect({ ...page, messages: seqsOf(page.messages) }).toEqual({
        messages: [3, 4, 5],
        hasMore: false,
        head: 5,
      })
      const { entries } = await store.entries({ conversationId: annAndBob, after: 0, limit: 2 })
      expect(seqsOf(entries)).toEqual([3, 4])
      expect(await store.messages([first._id])).toEqual([])
      expect(await store.unread({ userId: 'bob', cap: 9 })).toBe(3)
    })

    it('gives pages by seq, not by place, after a drop', async () => {
      const store = memoryStore({ maxEntriesPerConversation: 5 })
      await fill(store, 10)
      const page = async (where: object) =>
        seqsOf((await store.history({ conversationId: annAndBob, limit: 2, ...where })).messages)
      expect(await page({ before: 9 })).toEqual([7, 8])
      expect(await page({ before: 3 })).toEqual([])
      expect(await page({ after: 1 })).toEqual([6, 7])
      expect(await page({ after: 8 })).toEqual([9, 10])
      expect(await page({ around: 8 })).toEqual([7, 8])
      const move = { conversationId: annAndBob, userId: 'bob', upTo: 7, readAt: 'now' }
      expect(seqsOf((await store.markRead(move)).covered)).toEqual([6, 7])
      expect(await store.unread({ userId: 'bob', cap: 9 })).toBe(3)
    })

    it('forgets the client ids of dropped messages, so that they cost nothing', async () => {
      const store = memoryStore({ maxEntriesPerConversation: 1 })
      await store.append(direct('ann', 'bob', { clientId: 'k' }))
      await fill(store, 1)
      const { message, duplicate } = (await store.append(direct('ann', 'bob', { clientId: 'k' })))!
      expect([message.seq, duplicate]).toEqual([3, false])
    })
  })

  describe('maxConversations', () => {
    const listed = async (store: ReturnType<typeof memoryStore>) => {
      const query = { userId: 'bob', limit: 99, unreadCap: 9 }
      const { conversations } = await store.conversations(query)
      return conversations.map(({ conversationId }) => conversationId)
    }
    const append = (store: ReturnType<typeof memoryStore>, id: string) =>
      store.append(group(id, 'ann', ['ann', 'bob']))

    it('drops the least recently active conversation whole', async () => {
      const store = memoryStore({ maxConversations: 2 })
      const { message } = (await append(store, 'a'))!
      await append(store, 'b')
      await append(store, 'a')
      await append(store, 'c')
      expect(await listed(store)).toEqual(['c', 'a'])
      await append(store, 'd')
      expect(await listed(store)).toEqual(['d', 'c'])
      expect(await store.messages([message._id])).toEqual([])
      expect(await store.unread({ userId: 'bob', cap: 9 })).toBe(2)
      expect((await store.history({ conversationId: 'a', limit: 9 })).messages).toEqual([])
    })

    it('gives no seq twice to a conversation that was dropped and comes back', async () => {
      const store = memoryStore({ maxConversations: 1 })
      const seqs: number[] = []
      for (const id of ['a', 'a', 'a', 'b', 'a']) seqs.push((await append(store, id))!.message.seq)
      expect(seqs.at(-1)).toBeGreaterThan(3)
    })
  })

  describe('maxNotificationsPerUser', () => {
    it('drops the oldest of that user only', async () => {
      const store = memoryStore({ maxNotificationsPerUser: 2 })
      for (const i of range(1, 3)) {
        for (const userId of i === 1 ? ['ann', 'bob'] : ['ann']) {
          await store.addNotification({ userId, type: 't', title: `n${i}`, message: 'm' })
        }
      }
      const titles = async (userId: string) =>
        (await store.notifications({ userId, limit: 9 })).notifications.map(({ title }) => title)
      expect(await titles('ann')).toEqual(['n3', 'n2'])
      expect(await titles('bob')).toEqual(['n1'])
      expect(await store.unreadNotifications({ userId: 'ann', cap: 9 })).toBe(2)
    })
  })

  describe('maxUsers', () => {
    it('drops the inbox that was written to least recently', async () => {
      const store = memoryStore({ maxUsers: 2 })
      for (const userId of ['ann', 'bob', 'ann', 'cy']) {
        await store.addNotification({ userId, type: 't', title: 't', message: 'm' })
      }
      const unread = ['ann', 'bob', 'cy'].map((userId) =>
        store.unreadNotifications({ userId, cap: 9 }),
      )
      expect(await Promise.all(unread)).toEqual([2, 0, 1])
    })

    it('lets nobody miss an update whose version was dropped', async () => {
      const store = memoryStore({ maxUsers: 2 })
      const version = await store.bumpVersion({ userIds: ['ann'], type: 'listings' })
      await store.bumpVersion({ userIds: ['bob', 'cy'], type: 'prices' })
      expect((await store.versions('ann')).get('listings')).toBe(version)
    })
  })

  it('gives no version twice over two processes', async () => {
    const before = await memoryStore().bumpVersion({ userIds: 'all', type: 't' })
    while (parseInt(before, 36) >= Date.now()) await new Promise(setImmediate)
    expect(await memoryStore().bumpVersion({ userIds: 'all', type: 't' })).not.toBe(before)
  })
})
