import { describe, expect, it } from 'vitest'
import type { RealtimeStore } from '../../../src/stores/types'
import { annAndBob, direct, fill, group, nextMillisecond, range, react } from './drafts'

const SEEN_AT = '2026-01-01T00:00:00.000Z'
const LATER = '2026-01-02T00:00:00.000Z'

export function describeErasure(store: () => RealtimeStore) {
  describe('setLastSeen', () => {
    it('keeps the latest time of each user', async () => {
      await store().setLastSeen({ userId: 'ann', at: LATER })
      await store().setLastSeen({ userId: 'ann', at: SEEN_AT })
      await store().setLastSeen({ userId: '__proto__', at: SEEN_AT })
      await store().setLastSeen({ userId: '__proto__', at: LATER })
      await store().setLastSeen({ userId: 'bob', at: SEEN_AT })
      expect(await store().lastSeen(['ann', 'cy', '__proto__', 'ann'])).toEqual(
        new Map([
          ['ann', LATER],
          ['__proto__', LATER],
        ]),
      )
      expect(await store().lastSeen([])).toEqual(new Map())
    })
  })

  describe('eraseUser', () => {
    const eraseAll = async (userId: string, limit: number) => {
      const steps = []
      for (let isDone = false; !isDone && steps.length < 20;) {
        const step = await store().eraseUser({ userId, limit })
        steps.push(step)
        isDone = step.isDone
      }
      return steps
    }

    it('deletes what they wrote, entry by entry and in steps', async () => {
      await fill(store(), 5)
      const kept = (await store().append(direct('bob', 'ann')))!.message
      await store().append(group('team', 'ann', ['ann', 'bob'], { metadata: { a: 1 } }))
      const steps = await eraseAll('ann', 2)
      expect(steps.at(-1)?.isDone).toBe(true)
      expect(Math.max(...steps.map(({ entries }) => entries.length))).toBeLessThanOrEqual(4)
      const entries = steps.flatMap((step) => step.entries)
      expect(entries.map(({ kind, actorId }) => `${kind} by ${actorId}`)).toEqual(
        range(1, 6).map(() => 'delete by ann'),
      )
      const { messages, head } = await store().history({ conversationId: annAndBob, limit: 9 })
      expect(messages.map(({ text, deletedAt }) => [text, deletedAt !== undefined])).toEqual([
        ...range(1, 5).map(() => ['', true]),
        [kept.text, false],
      ])
      expect(head).toBe(11)
      const log = await store().entries({ conversationId: annAndBob, after: 6, limit: 9 })
      expect(log.entries).toStrictEqual(
        entries.filter(({ conversationId }) => conversationId === annAndBob),
      )
      expect(await store().unread({ userId: 'bob', cap: 9 })).toBe(0)
    })

    it('takes back their reactions and nobody else’s', async () => {
      const { message } = (await store().append(direct('bob', 'ann')))!
      for (const reaction of ['👍', '🎉']) await store().change(react(message, 'ann', reaction))
      await store().change(react(message, 'bob', '🎉'))
      await store().change(react(message, 'ann', '👎'))
      await store().change(react(message, 'ann', '👎', true))
      const entries = (await eraseAll('ann', 1)).flatMap((step) => step.entries)
      expect(entries).toHaveLength(2)
      const [after] = await store().messages([message._id])
      expect(after).toMatchObject({ text: message.text, reactions: { '🎉': ['bob'] } })
    })

    it('drops inbox, cursors, versions and last seen of that user', async () => {
      await fill(store(), 2)
      for (const userId of ['ann', 'bob']) {
        await store().addNotification({ userId, type: 't', title: 't', message: 'm' })
        await store().bumpVersion({ userIds: [userId], type: 't' })
        await store().setLastSeen({ userId, at: SEEN_AT })
        const move = { conversationId: annAndBob, userId, upTo: 2, readAt: SEEN_AT }
        await store().markRead(move)
      }
      await eraseAll('bob', 9)
      expect((await store().notifications({ userId: 'bob', limit: 9 })).notifications).toEqual([])
      expect((await store().versions('bob')).size).toBe(0)
      expect(await store().lastSeen(['ann', 'bob'])).toEqual(new Map([['ann', SEEN_AT]]))
      const cursors = await store().cursors(annAndBob)
      expect(cursors.map(({ userId }) => userId)).toEqual(['ann'])
      expect((await store().notifications({ userId: 'ann', limit: 9 })).notifications).toHaveLength(
        1,
      )
      expect((await store().versions('ann')).size).toBe(1)
    })

    it('has nothing to do the second time, or for somebody unknown', async () => {
      await fill(store(), 2)
      await eraseAll('ann', 9)
      expect(await eraseAll('ann', 9)).toEqual([{ entries: [], isDone: true }])
      expect(await eraseAll('nobody', 9)).toEqual([{ entries: [], isDone: true }])
    })
  })

  describe('prune', () => {
    const pruneAll = async (before: string, limit: number) => {
      const counts: number[] = []
      for (let isDone = false; !isDone && counts.length < 20;) {
        const step = await store().prune({ before, limit })
        counts.push(step.removed)
        isDone = step.isDone
      }
      return counts
    }
    const notify = (userId: string) =>
      store().addNotification({ userId, type: 't', title: 't', message: 'm' })

    it('drops what is older, in steps, and keeps counting', async () => {
      await fill(store(), 5)
      for (let i = 0; i < 3; i++) await notify('ann')
      await nextMillisecond()
      const before = new Date().toISOString()
      await nextMillisecond()
      await fill(store(), 2)
      await notify('ann')
      const counts = await pruneAll(before, 2)
      expect(Math.max(...counts)).toBeLessThanOrEqual(4)
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(8)
      const { messages, head } = await store().history({ conversationId: annAndBob, limit: 9 })
      expect([messages.map(({ seq }) => seq), head]).toEqual([[6, 7], 7])
      const log = await store().entries({ conversationId: annAndBob, after: 0, limit: 9 })
      expect(log.entries.map(({ seq }) => seq)).toEqual([6, 7])
      const inbox = await store().notifications({ userId: 'ann', limit: 9 })
      expect(inbox.notifications).toHaveLength(1)
      expect((await store().append(direct('ann', 'bob')))!.message.seq).toBe(8)
    })

    it('keeps the newest entry of each log, so that no seq comes twice', async () => {
      await fill(store(), 3)
      await nextMillisecond()
      expect(await pruneAll(new Date().toISOString(), 99)).toEqual([2])
      const { messages, head } = await store().history({ conversationId: annAndBob, limit: 9 })
      expect([messages.map(({ seq }) => seq), head]).toEqual([[3], 3])
      expect((await store().append(direct('ann', 'bob')))!.message.seq).toBe(4)
    })

    it('leaves a change whose message is gone to nobody', async () => {
      const { message } = (await store().append(direct('ann', 'bob')))!
      await nextMillisecond()
      const before = new Date().toISOString()
      await nextMillisecond()
      await store().change(react(message, 'bob', '👍'))
      await pruneAll(before, 99)
      expect(await store().messages([message._id])).toEqual([])
      expect(await store().change(react(message, 'bob', '👎'))).toBeUndefined()
      const log = await store().entries({ conversationId: annAndBob, after: 0, limit: 9 })
      expect(log.entries.map(({ kind, seq }) => [kind, seq])).toEqual([['reaction', 2]])
    })
  })
}
