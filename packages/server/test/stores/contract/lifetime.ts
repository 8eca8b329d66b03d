import { describe, expect, it } from 'vitest'
import type { RealtimeStore } from '../../../src/stores/types'
import { annAndBob, direct, edit, fill, react, remove, range, seqsOf } from './drafts'

const READ_AT = '2026-01-01T00:00:00.000Z'

export function describeLifetime(store: () => RealtimeStore) {
  describe('name', () => {
    it('is a word for logs', () => {
      expect(store().name).toMatch(/^[a-z]+$/)
    })
  })

  describe('ping', () => {
    it('resolves while the store can be written to', async () => {
      await expect(store().ping()).resolves.toBeUndefined()
    })
  })

  describe('close', () => {
    it('makes every later call reject, closing again aside', async () => {
      const closed = store()
      await fill(closed, 1)
      await closed.close()
      await closed.close()
      const one = { conversationId: annAndBob, userId: 'bob', limit: 1, cap: 1 }
      const calls: Record<string, () => Promise<unknown>> = {
        ping: () => closed.ping(),
        append: () => closed.append(direct('ann', 'bob')),
        history: () => closed.history(one),
        entries: () => closed.entries({ ...one, after: 0 }),
        messages: () => closed.messages([]),
        markRead: () => closed.markRead({ ...one, upTo: 1, readAt: READ_AT }),
        cursors: () => closed.cursors(annAndBob),
        unread: () => closed.unread(one),
        conversations: () => closed.conversations({ ...one, unreadCap: 1 }),
        addNotification: () =>
          closed.addNotification({ userId: 'ann', type: 't', title: 't', message: 'm' }),
        notifications: () => closed.notifications(one),
        unreadNotifications: () => closed.unreadNotifications(one),
        markNotifications: () =>
          closed.markNotifications({ userId: 'ann', ids: 'all', readAt: READ_AT }),
        bumpVersion: () => closed.bumpVersion({ userIds: 'all', type: 't' }),
        versions: () => closed.versions('ann'),
        change: () => closed.change(remove({ conversationId: annAndBob, _id: 'id' }, 'ann')),
        members: () => closed.members('team'),
        updateMembers: () =>
          closed.updateMembers({
            conversationId: 'team',
            actorId: 'ann',
            add: ['ann'],
            remove: [],
          }),
        setLastSeen: () => closed.setLastSeen({ userId: 'ann', at: READ_AT }),
        lastSeen: () => closed.lastSeen(['ann']),
        eraseUser: () => closed.eraseUser({ userId: 'ann', limit: 1 }),
        prune: () => closed.prune({ before: READ_AT, limit: 1 }),
      }
      const verbs = Object.keys(closed).filter((key) => key !== 'name' && key !== 'close')
      expect(Object.keys(calls).sort()).toEqual(verbs.sort())
      for (const [verb, call] of Object.entries(calls)) {
        await expect(call(), verb).rejects.toThrow(/closed/i)
      }
    })

    it('lets what was asked for before finish', async () => {
      const appends = range(1, 5).map(() => store().append(direct('ann', 'bob')))
      await store().close()
      const results = await Promise.all(appends)
      expect(seqsOf(results.map((result) => result!.message))).toEqual(range(1, 5))
    })
  })
}

/** Only for stores that can be opened again. */
export function describeDurability(
  store: () => RealtimeStore,
  reopen: () => Promise<RealtimeStore>,
) {
  describe('a store that is opened again', () => {
    it('still has everything it acknowledged', async () => {
      const before = store()
      await fill(before, 3)
      const first = (await before.append(
        direct('ann', 'bob', { clientId: 'k', metadata: { a: 1 } }),
      ))!
      await before.markRead({ conversationId: annAndBob, userId: 'bob', upTo: 2, readAt: READ_AT })
      await before.addNotification({ userId: 'bob', type: 't', title: 't', message: 'm' })
      const version = await before.bumpVersion({ userIds: ['bob'], type: 'listings' })
      await before.change(edit(first.message, 'Hello again', { metadata: { b: 2 } }))
      await before.change(react(first.message, 'bob', '👍'))
      const team = { conversationId: 'team', actorId: 'ann', add: ['ann', 'bob'], remove: [] }
      await before.updateMembers(team)
      await before.setLastSeen({ userId: 'bob', at: READ_AT })
      const state = await snapshot(before)
      expect(state.history.head).toBe(6)

      const after = await reopen()
      expect(await snapshot(after)).toStrictEqual(state)
      const repeated = await after.append(direct('ann', 'bob', { clientId: 'k' }))
      expect(repeated).toStrictEqual({
        message: (await after.messages([first.message._id]))[0],
        duplicate: true,
        fingerprint: 'hello',
      })
      expect((await after.append(direct('ann', 'bob')))!.message.seq).toBe(7)
      expect(await after.bumpVersion({ userIds: ['bob'], type: 'listings' })).not.toBe(version)
    })
  })
}

const snapshot = async (store: RealtimeStore) => ({
  history: await store.history({ conversationId: annAndBob, limit: 99 }),
  entries: await store.entries({ conversationId: annAndBob, after: 0, limit: 99 }),
  team: await store.entries({ conversationId: 'team', after: 0, limit: 99 }),
  members: await store.members('team'),
  lastSeen: await store.lastSeen(['bob']),
  cursors: await store.cursors(annAndBob),
  unread: await store.unread({ userId: 'bob', cap: 99 }),
  conversations: await store.conversations({ userId: 'bob', limit: 99, unreadCap: 99 }),
  inbox: await store.notifications({ userId: 'bob', limit: 99 }),
  versions: await store.versions('bob'),
})
