import { describe, expect, it } from 'vitest'
import type { ChangeDraft, MessageDraft, RealtimeStore } from '../../../src/stores/types'
import { annAndBob, direct, edit, group, nextMillisecond, range, react, remove } from './drafts'

export function describeMembers(store: () => RealtimeStore) {
  const team = { conversationId: 'team', actorId: 'ann' }
  const update = (add: string[], remove: string[] = []) =>
    store().updateMembers({ ...team, add, remove })
  const listed = async (userId: string) =>
    (await store().conversations({ userId, limit: 9, unreadCap: 9 })).conversations
  const entries = async () =>
    (await store().entries({ conversationId: 'team', after: 0, limit: 99 })).entries

  describe('updateMembers', () => {
    it('makes a group, with an entry of its log, and lists it', async () => {
      const { entry, memberIds } = await update(['ann', 'bob'])
      expect(entry).toStrictEqual({
        kind: 'member',
        conversationId: 'team',
        seq: 1,
        actorId: 'ann',
        added: ['ann', 'bob'],
        removed: [],
        createdAt: expect.any(String),
      })
      expect([...memberIds].sort()).toEqual(['ann', 'bob'])
      expect((await store().members('team')).sort()).toEqual(['ann', 'bob'])
      expect(await entries()).toStrictEqual([entry])
      const [group] = await listed('bob')
      expect({ ...group, memberIds: group?.memberIds?.sort() }).toStrictEqual({
        conversationId: 'team',
        memberIds: ['ann', 'bob'],
        unreadCount: 0,
      })
      expect(await store().history({ conversationId: 'team', limit: 9 })).toEqual({
        messages: [],
        hasMore: false,
        head: 1,
      })
    })

    it('adds and takes out, and lists for whoever is left', async () => {
      await update(['ann', 'bob', 'cy'])
      await store().append(group('team', 'ann', [], { memberIds: undefined }))
      const { entry, memberIds } = await update(['dan'], ['bob', 'cy'])
      expect(entry).toMatchObject({ seq: 3, added: ['dan'] })
      expect([...entry!.removed].sort()).toEqual(['bob', 'cy'])
      expect([...memberIds].sort()).toEqual(['ann', 'dan'])
      expect(await listed('bob')).toEqual([])
      expect(await store().unread({ userId: 'bob', cap: 9 })).toBe(0)
      expect(await store().unread({ userId: 'dan', cap: 9 })).toBe(1)
      expect((await listed('dan'))[0]?.lastMessage?.seq).toBe(2)
    })

    it('writes no entry where nothing changes', async () => {
      await update(['ann', 'bob'])
      const { memberIds, ...rest } = await update(['bob', 'bob'], ['cy'])
      expect([...memberIds].sort()).toEqual(['ann', 'bob'])
      expect(rest.entry).toBeUndefined()
      expect(await entries()).toHaveLength(1)
    })

    it('takes out whoever is named on both sides', async () => {
      await update(['ann', 'bob'])
      const { entry } = await update(['bob', 'cy'], ['bob', 'cy'])
      expect(entry).toMatchObject({ added: [], removed: ['bob'] })
    })

    it('keeps every one of many concurrent changes', async () => {
      await update(['ann'])
      await Promise.all(range(1, 20).map((i) => update([`u${i}`], i % 2 ? [] : [`u${i - 1}`])))
      const log = await entries()
      expect(log.map(({ seq }) => seq)).toEqual(range(1, log.length))
      const expected = new Set<string>()
      for (const entry of log) {
        if (entry.kind !== 'member') throw new Error('only members here')
        for (const userId of entry.added) expected.add(userId)
        for (const userId of entry.removed) expected.delete(userId)
      }
      expect((await store().members('team')).sort()).toEqual([...expected].sort())
      expect(expected.has('u20')).toBe(true)
    })

    it('can empty a group and fill it again', async () => {
      await update(['ann', 'bob'])
      await update([], ['ann', 'bob'])
      expect(await store().members('team')).toEqual([])
      expect(await listed('ann')).toEqual([])
      expect((await update(['bob'])).entry).toMatchObject({ seq: 3, added: ['bob'] })
      expect(await listed('bob')).toHaveLength(1)
    })

    it('moves a group up only when it is made', async () => {
      await update(['ann', 'bob'])
      await nextMillisecond()
      await store().append(direct('ann', 'bob'))
      await nextMillisecond()
      await update(['cy'])
      const ids = (await listed('ann')).map(({ conversationId }) => conversationId)
      expect(ids).toEqual([annAndBob, 'team'])
    })
  })

  describe('a group that only members may write to', () => {
    const append = (senderId: string, more: Partial<MessageDraft> = {}) =>
      store().append(group('team', senderId, [], { memberIds: undefined, ...more }))

    it('refuses others, and nothing of it has happened', async () => {
      expect(await append('ann')).toBeUndefined()
      expect(await store().history({ conversationId: 'team', limit: 9 })).toMatchObject({ head: 0 })
      await update(['ann', 'bob'])
      await nextMillisecond()
      await store().append(direct('ann', 'bob'))
      await nextMillisecond()
      expect(await append('cy')).toBeUndefined()
      await update([], ['ann'])
      await nextMillisecond()
      expect(await append('ann')).toBeUndefined()
      expect((await entries()).map(({ seq, kind }) => [seq, kind])).toEqual([
        [1, 'member'],
        [2, 'member'],
      ])
      expect(await listed('cy')).toEqual([])
      const ids = (await listed('bob')).map(({ conversationId }) => conversationId)
      expect(ids).toEqual([annAndBob, 'team'])
      expect((await append('bob'))!.message.seq).toBe(3)
    })

    it('holds nothing by somebody between the entries that take them out and back in', async () => {
      await update(['ann', 'bob'])
      const write = () => range(1, 5).map(() => append('bob'))
      const results = await Promise.all([
        ...write(),
        update([], ['bob']),
        ...write(),
        update(['bob']),
        ...write(),
      ])
      const log = await entries()
      expect(log.map(({ seq }) => seq)).toEqual(range(1, log.length))
      let isMember = false
      for (const entry of log) {
        if (entry.kind === 'member') isMember = !entry.removed.includes('bob')
        else expect([entry.seq, isMember]).toEqual([entry.seq, true])
      }
      const stored = results.filter((result) => result && 'message' in result)
      expect(log.filter(({ kind }) => kind === 'message')).toHaveLength(stored.length)
    })

    it('gives a message stored before to whoever was taken out since', async () => {
      await update(['ann', 'bob'])
      const { message } = (await append('bob', { clientId: 'k' }))!
      await update([], ['bob'])
      expect(await append('bob', { clientId: 'k' })).toMatchObject({ message, duplicate: true })
    })

    it('takes changes that want a member from members only', async () => {
      await update(['ann', 'bob'])
      const { message } = (await append('bob'))!
      const change = (draft: ChangeDraft) => store().change({ ...draft, wantsMember: true })
      const { entry } = (await change(react(message, 'bob', '👍')))!
      expect(entry).not.toHaveProperty('wantsMember')
      const write = () => range(1, 5).map((i) => change(edit(message, `later ${i}`)))
      const results = await Promise.all([...write(), update([], ['bob']), ...write()])
      expect(await change(remove(message))).toBeUndefined()
      const log = await entries()
      const edits = results.filter((result) => result && 'message' in result)
      expect(log.map(({ seq }) => seq)).toEqual(range(1, 4 + edits.length))
      expect(log.at(-1)).toMatchObject({ kind: 'member', removed: ['bob'] })
      const [stored] = await store().messages([message._id])
      expect(stored?.reactions).toEqual({ '👍': ['bob'] })
      expect(stored?.text).toMatch(edits.length > 0 ? /^later/ : /^Hello/)
    })
  })

  describe('members', () => {
    it('are none of an unknown group', async () => {
      expect(await store().members('unknown')).toEqual([])
    })

    it('are those a message named, until another names others or none', async () => {
      await store().append(group('team', 'ann', ['ann', 'bob']))
      expect((await store().members('team')).sort()).toEqual(['ann', 'bob'])
      await store().append(group('team', 'ann', [], { memberIds: undefined }))
      expect((await store().members('team')).sort()).toEqual(['ann', 'bob'])
      await store().append(group('team', 'ann', ['ann', 'cy']))
      expect((await store().members('team')).sort()).toEqual(['ann', 'cy'])
    })
  })
}
