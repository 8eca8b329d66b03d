import { directConversationId } from '@monhub/realtime-protocol'
import { describe, expect, it } from 'vitest'
import type { RealtimeStore } from '../../../src/stores/types'
import { annAndBob, direct, fill, group, range, seqsOf } from './drafts'

const FIRST = '2026-01-01T00:00:00.000Z'
const LATER = '2026-01-02T00:00:00.000Z'

export function describeReads(store: () => RealtimeStore) {
  const bobReads = (upTo: number, readAt = FIRST) =>
    store().markRead({ conversationId: annAndBob, userId: 'bob', upTo, readAt })
  const all = async (conversationId = annAndBob) =>
    (await store().history({ conversationId, limit: 100 })).messages

  describe('markRead', () => {
    it('moves the cursor and stamps what it newly covers', async () => {
      await fill(store(), 4)
      const { cursor, covered } = await bobReads(2)
      expect(cursor).toEqual({ userId: 'bob', upTo: 2, readAt: FIRST })
      expect(seqsOf(covered)).toEqual([1, 2])
      expect(covered).toStrictEqual((await all()).slice(0, 2))
      expect((await all()).map(({ isRead }) => isRead)).toEqual([true, true, false, false])
    })

    it('never moves the cursor back and never changes a stamp', async () => {
      await fill(store(), 4)
      await bobReads(3)
      const back = await bobReads(1, LATER)
      expect(back).toEqual({ cursor: { userId: 'bob', upTo: 3, readAt: FIRST }, covered: [] })
      expect(await bobReads(3, LATER)).toEqual(back)
      const forth = await bobReads(4, LATER)
      expect(seqsOf(forth.covered)).toEqual([4])
      expect((await all()).map(({ readAt }) => readAt)).toEqual([FIRST, FIRST, FIRST, LATER])
    })

    it('stops at the head', async () => {
      await fill(store(), 2)
      expect((await bobReads(99)).cursor.upTo).toBe(2)
      await fill(store(), 1)
      expect(await store().unread({ userId: 'bob', conversationId: annAndBob, cap: 9 })).toBe(1)
      expect(seqsOf((await bobReads(99, LATER)).covered)).toEqual([3])
    })

    it('covers the messages of others only', async () => {
      await fill(store(), 2)
      await fill(store(), 2, 'bob')
      await fill(store(), 1)
      expect(seqsOf((await bobReads(5)).covered)).toEqual([1, 2, 5])
      expect((await all()).map(({ isRead }) => isRead)).toEqual([true, true, false, false, true])
    })

    it('moves the cursor of a note to oneself and stamps nothing', async () => {
      const conversationId = directConversationId('ann', 'ann')
      await store().append(direct('ann', 'ann', { memberIds: ['ann', 'ann'] }))
      const move = { conversationId, userId: 'ann', upTo: 1, readAt: FIRST }
      const { cursor, covered } = await store().markRead(move)
      expect({ cursor, covered }).toEqual({
        cursor: { userId: 'ann', upTo: 1, readAt: FIRST },
        covered: [],
      })
      expect((await all(conversationId))[0]?.isRead).toBe(false)
      const list = await store().conversations({ userId: 'ann', limit: 9, unreadCap: 9 })
      expect(list.conversations).toHaveLength(1)
    })

    it('stamps nothing for somebody who is no member, and moves the own cursor of that person', async () => {
      await fill(store(), 2)
      const move = { conversationId: annAndBob, userId: 'moderator', upTo: 2, readAt: FIRST }
      expect((await store().markRead(move)).cursor.upTo).toBe(2)
      expect((await all()).map(({ isRead }) => isRead)).toEqual([false, false])
      await bobReads(2, LATER)
      expect((await all()).map(({ readAt }) => readAt)).toEqual([LATER, LATER])
    })

    it('stamps nothing in a group, and covers all the same', async () => {
      await store().append(group('team', 'ann', ['ann', 'bob']))
      const move = { conversationId: 'team', userId: 'bob', upTo: 1, readAt: FIRST }
      const { covered } = await store().markRead(move)
      expect(seqsOf(covered)).toEqual([1])
      expect((await all('team'))[0]).toMatchObject({ isRead: false })
      expect(await store().unread({ userId: 'bob', cap: 9 })).toBe(0)
    })

    it('has nothing to move in an unknown conversation', async () => {
      const { cursor, covered } = await bobReads(5)
      expect({ upTo: cursor.upTo, covered }).toEqual({ upTo: 0, covered: [] })
      expect(await store().cursors(annAndBob)).toEqual([])
      await fill(store(), 1)
      expect(await store().unread({ userId: 'bob', cap: 9 })).toBe(1)
    })

    it('covers each message once under concurrent moves', async () => {
      await fill(store(), 9)
      const moves = await Promise.all([3, 9, 1, 6, 9].map((upTo) => bobReads(upTo)))
      const covered = moves.flatMap((move) => seqsOf(move.covered))
      expect(covered.sort((a, b) => a - b)).toEqual(range(1, 9))
    })
  })

  describe('cursors', () => {
    it('are those that ever moved', async () => {
      await fill(store(), 2)
      expect(await store().cursors(annAndBob)).toEqual([])
      await bobReads(0)
      expect(await store().cursors(annAndBob)).toEqual([])
      await bobReads(1)
      await store().markRead({
        conversationId: annAndBob,
        userId: 'ann',
        upTo: 2,
        readAt: LATER,
      })
      const cursors = await store().cursors(annAndBob)
      expect(cursors).toHaveLength(2)
      expect(cursors).toEqual(
        expect.arrayContaining([
          { userId: 'bob', upTo: 1, readAt: FIRST },
          { userId: 'ann', upTo: 2, readAt: LATER },
        ]),
      )
    })
  })

  describe('unread', () => {
    it('counts the messages of others beyond the cursor', async () => {
      await fill(store(), 3)
      await fill(store(), 1, 'bob')
      await store().append(direct('cy', 'bob'))
      const one = { userId: 'bob', conversationId: annAndBob, cap: 100 }
      expect(await store().unread(one)).toBe(3)
      expect(await store().unread({ userId: 'bob', cap: 100 })).toBe(4)
      await bobReads(2)
      expect(await store().unread(one)).toBe(1)
      expect(await store().unread({ userId: 'bob', cap: 100 })).toBe(2)
      expect(await store().unread({ userId: 'ann', cap: 100 })).toBe(1)
    })

    it('stops at the cap', async () => {
      await fill(store(), 5)
      await store().append(direct('cy', 'bob'))
      const one = { userId: 'bob', conversationId: annAndBob }
      expect(await store().unread({ ...one, cap: 4 })).toBe(4)
      expect(await store().unread({ ...one, cap: 5 })).toBe(5)
      expect(await store().unread({ ...one, cap: 6 })).toBe(5)
      expect(await store().unread({ userId: 'bob', cap: 5 })).toBe(5)
      expect(await store().unread({ userId: 'bob', cap: 6 })).toBe(6)
      expect(await store().unread({ userId: 'bob', cap: 7 })).toBe(6)
    })

    it('is 0 for an unknown user and an unknown conversation', async () => {
      expect(await store().unread({ userId: 'nobody', cap: 9 })).toBe(0)
      expect(await store().unread({ userId: 'bob', conversationId: 'none', cap: 9 })).toBe(0)
    })
  })
}
