import { describe, expect, it } from 'vitest'
import type { RealtimeStore, StoredConversation } from '../../../src/stores/types'
import { direct, group, nextMillisecond, range } from './drafts'

export function describeConversations(store: () => RealtimeStore) {
  const list = (userId: string, limit = 100, before?: string) =>
    store().conversations({ userId, limit, unreadCap: 3, ...(before !== undefined && { before }) })
  const idsOf = ({ conversations }: { conversations: StoredConversation[] }) =>
    conversations.map(({ conversationId }) => conversationId)

  async function pagesOf(userId: string, limit: number) {
    const pages: string[][] = []
    let before: string | undefined
    do {
      const page = await list(userId, limit, before)
      pages.push(idsOf(page))
      before = page.next
    } while (before !== undefined)
    return pages
  }

  describe('conversations', () => {
    it('lists newest activity first, with the last message and the unread count', async () => {
      await store().append(group('a', 'ann', ['ann', 'bob']))
      await nextMillisecond()
      await store().append(group('b', 'ann', ['ann', 'bob']))
      await nextMillisecond()
      const { message } = (await store().append(group('a', 'bob', ['ann', 'bob'])))!
      const forAnn = await list('ann')
      expect(idsOf(forAnn)).toEqual(['a', 'b'])
      expect(forAnn.conversations[0]).toStrictEqual({
        conversationId: 'a',
        memberIds: expect.toSatisfy((ids: string[]) => [...ids].sort().join() === 'ann,bob'),
        lastMessage: message,
        unreadCount: 1,
      })
      expect(forAnn).not.toHaveProperty('next')
      expect((await list('bob')).conversations.map(({ unreadCount }) => unreadCount)).toEqual([
        1, 1,
      ])
    })

    it('counts unread messages up to the cap', async () => {
      for (let i = 0; i < 5; i++) await store().append(direct('ann', 'bob'))
      expect((await list('bob')).conversations[0]?.unreadCount).toBe(3)
    })

    it('pages through conversations that became active at once', async () => {
      const ids = range(1, 23).map((i) => `g${i}`)
      await Promise.all(ids.map((id) => store().append(group(id, 'ann', ['ann', 'bob']))))
      const pages = await pagesOf('bob', 5)
      expect(pages.map((page) => page.length)).toEqual([5, 5, 5, 5, 3])
      expect(pages.flat().sort()).toEqual([...ids].sort())
      expect(await pagesOf('bob', 5)).toEqual(pages)
      expect((await pagesOf('bob', 23)).length).toBe(1)
      const { conversations } = await list('bob')
      const times = conversations.map(({ lastMessage }) => lastMessage?.createdAt)
      expect(times).toEqual([...times].sort().reverse())
    })

    it('neither repeats nor skips the quiet ones when another becomes active between pages', async () => {
      for (const id of ['a', 'b', 'c', 'd']) {
        await store().append(group(id, 'ann', ['ann']))
        await nextMillisecond()
      }
      const first = await list('ann', 2)
      expect(idsOf(first)).toEqual(['d', 'c'])
      await store().append(group('d', 'ann', ['ann']))
      await store().append(group('e', 'ann', ['ann']))
      expect(idsOf(await list('ann', 2, first.next))).toEqual(['b', 'a'])
    })

    it('gives an empty page for a cursor it never gave', async () => {
      await store().append(group('a', 'ann', ['ann']))
      for (const before of ['', 'nonsense', "' OR 1=1 --", '-1', '1e999']) {
        const page = await list('ann', 5, before)
        expect([before, page]).toEqual([before, { conversations: [] }])
      }
    })

    it('lists a conversation for the members of the last append', async () => {
      await store().append(group('team', 'ann', ['ann', 'bob', 'cy']))
      await store().append(group('team', 'ann', ['ann', 'bob', 'dan']))
      expect(
        await Promise.all(['ann', 'bob', 'cy', 'dan'].map(async (id) => idsOf(await list(id)))),
      ).toEqual([['team'], ['team'], [], ['team']])
      expect(await store().unread({ userId: 'cy', cap: 9 })).toBe(0)
      expect(await store().unread({ userId: 'dan', cap: 9 })).toBe(2)
    })

    it('is empty for an unknown user', async () => {
      expect(await list('nobody')).toEqual({ conversations: [] })
    })
  })
}
