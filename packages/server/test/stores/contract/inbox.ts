import { describe, expect, it } from 'vitest'
import type { RealtimeStore } from '../../../src/stores/types'
import { range } from './drafts'

const FIRST = '2026-01-01T00:00:00.000Z'
const LATER = '2026-01-02T00:00:00.000Z'

export function describeInbox(store: () => RealtimeStore) {
  const add = (userId: string, title = 'Title') =>
    store().addNotification({ userId, type: 'proposal', title, message: 'Text' })
  const inbox = async (userId: string) =>
    (await store().notifications({ userId, limit: 100 })).notifications
  const unread = (userId: string, cap = 100) => store().unreadNotifications({ userId, cap })

  async function addMany(userId: string, count: number) {
    const ids: string[] = []
    for (const i of range(1, count)) ids.push((await add(userId, `n${i}`))._id)
    return ids
  }

  describe('addNotification', () => {
    it('gives back the notification as it is stored', async () => {
      const draft = {
        userId: 'ann',
        type: 'proposal',
        title: 'New',
        message: 'From bob',
        data: { listing: { id: 7 }, 'a.b': ['\u0000', null] },
      }
      const notification = await store().addNotification(draft)
      expect(notification).toStrictEqual({
        _id: expect.stringMatching(/^[\w.:~-]{1,64}$/),
        ...draft,
        createdAt: expect.any(String),
        isRead: false,
      })
      expect(await inbox('ann')).toStrictEqual([notification])
      expect(await add('ann')).not.toHaveProperty('data')
    })
  })

  describe('notifications', () => {
    it('pages newest first, exactly to the first', async () => {
      const ids = await addMany('ann', 6)
      await addMany('bob', 2)
      const newest = ids.toReversed()
      const page = async (limit: number, before?: string) => {
        const { notifications, hasMore } = await store().notifications({
          userId: 'ann',
          limit,
          ...(before !== undefined && { before }),
        })
        return [notifications.map(({ _id }) => _id), hasMore]
      }
      expect(await page(4)).toEqual([newest.slice(0, 4), true])
      expect(await page(2, newest[3])).toEqual([newest.slice(4), false])
      expect(await page(3, newest[3])).toEqual([newest.slice(4), false])
      expect(await page(1, newest[3])).toEqual([newest.slice(4, 5), true])
      expect(await page(3, newest[5])).toEqual([[], false])
      expect(await page(6)).toEqual([newest, false])
    })

    it('gives an empty page before an id that is unknown or of somebody else', async () => {
      await addMany('ann', 2)
      const [ofBob] = await addMany('bob', 1)
      for (const before of ['unknown', ofBob!]) {
        expect(await store().notifications({ userId: 'ann', before, limit: 9 })).toEqual({
          notifications: [],
          hasMore: false,
        })
      }
    })
  })

  describe('unreadNotifications', () => {
    it('counts up to the cap', async () => {
      await addMany('ann', 3)
      await addMany('bob', 1)
      expect(await unread('ann')).toBe(3)
      expect(await unread('ann', 3)).toBe(3)
      expect(await unread('ann', 2)).toBe(2)
      expect(await unread('nobody')).toBe(0)
    })
  })

  describe('markNotifications', () => {
    it('stamps the ones that are named, once', async () => {
      const [one, two] = await addMany('ann', 3)
      await store().markNotifications({ userId: 'ann', ids: [one!, 'unknown'], readAt: FIRST })
      expect(await unread('ann')).toBe(2)
      await store().markNotifications({ userId: 'ann', ids: [one!, two!], readAt: LATER })
      const stamps = (await inbox('ann')).map(({ isRead, readAt }) => [isRead, readAt])
      expect(stamps).toEqual([
        [false, undefined],
        [true, LATER],
        [true, FIRST],
      ])
    })

    it('stamps all that are there and none that come later', async () => {
      const [one] = await addMany('ann', 2)
      await addMany('bob', 1)
      await store().markNotifications({ userId: 'ann', ids: [one!], readAt: FIRST })
      await store().markNotifications({ userId: 'ann', ids: 'all', readAt: LATER })
      await add('ann')
      expect((await inbox('ann')).map(({ readAt }) => readAt)).toEqual([undefined, LATER, FIRST])
      expect(await unread('ann')).toBe(1)
      expect(await unread('bob')).toBe(1)
    })

    it('has no effect on what belongs to somebody else', async () => {
      const [ofBob] = await addMany('bob', 1)
      await store().markNotifications({ userId: 'ann', ids: [ofBob!], readAt: FIRST })
      await store().markNotifications({ userId: 'ann', ids: 'all', readAt: FIRST })
      await store().markNotifications({ userId: 'bob', ids: [], readAt: FIRST })
      expect((await inbox('bob'))[0]).toMatchObject({ isRead: false })
    })
  })
}
