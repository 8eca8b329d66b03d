import { beforeEach, describe, expect, it } from 'vitest'
import type { HistoryQuery, RealtimeStore } from '../../../src/stores/types'
import { annAndBob, direct, fill, range, seqsOf } from './drafts'

export function describePages(store: () => RealtimeStore) {
  describe('history', () => {
    beforeEach(() => fill(store(), 10))

    const cases: [name: string, query: Partial<HistoryQuery>, seqs: number[], hasMore: boolean][] =
      [
        ['the newest page', { limit: 3 }, [8, 9, 10], true],
        ['a page that just holds all', { limit: 10 }, range(1, 10), false],
        ['a page larger than the log', { limit: 11 }, range(1, 10), false],
        ['before', { before: 8, limit: 3 }, [5, 6, 7], true],
        ['before, with one message left', { before: 5, limit: 3 }, [2, 3, 4], true],
        ['before, exactly to the first', { before: 4, limit: 3 }, [1, 2, 3], false],
        ['before, past the first', { before: 3, limit: 3 }, [1, 2], false],
        ['before the first', { before: 1, limit: 3 }, [], false],
        ['before 0', { before: 0, limit: 3 }, [], false],
        ['before what is not yet written', { before: 99, limit: 3 }, [8, 9, 10], true],
        ['after', { after: 2, limit: 3 }, [3, 4, 5], true],
        ['after, with one message left', { after: 6, limit: 3 }, [7, 8, 9], true],
        ['after, exactly to the last', { after: 7, limit: 3 }, [8, 9, 10], false],
        ['after, past the last', { after: 8, limit: 3 }, [9, 10], false],
        ['after the last', { after: 10, limit: 3 }, [], false],
        ['after what is not yet written', { after: 99, limit: 3 }, [], false],
        ['after 0', { after: 0, limit: 3 }, [1, 2, 3], true],
        ['around', { around: 5, limit: 3 }, [4, 5, 6], true],
        ['around, an even page', { around: 5, limit: 4 }, [3, 4, 5, 6], true],
        ['around, a page of one', { around: 5, limit: 1 }, [5], true],
        ['around, exactly to the first', { around: 2, limit: 3 }, [1, 2, 3], false],
        ['around the first', { around: 1, limit: 3 }, [1, 2, 3], false],
        ['around the last', { around: 10, limit: 3 }, [8, 9, 10], true],
        ['around what is not yet written', { around: 99, limit: 3 }, [8, 9, 10], true],
        ['around, a page larger than the log', { around: 5, limit: 50 }, range(1, 10), false],
      ]
    it.each(cases)('gives %s', async (_, query, seqs, hasMore) => {
      const page = await store().history({ conversationId: annAndBob, limit: 3, ...query })
      expect({ ...page, messages: seqsOf(page.messages) }).toEqual({
        messages: seqs,
        hasMore,
        head: 10,
      })
    })

    it('is empty for an unknown conversation', async () => {
      const nothing = { messages: [], hasMore: false, head: 0 }
      expect(await store().history({ conversationId: 'none', limit: 3 })).toEqual(nothing)
      expect(await store().history({ conversationId: 'none', around: 3, limit: 3 })).toEqual(
        nothing,
      )
    })

    it('keeps to one conversation', async () => {
      const { message } = (await store().append(direct('ann', 'cy')))!
      const { conversationId } = message
      expect((await store().history({ conversationId, limit: 99 })).messages).toEqual([message])
    })
  })

  describe('entries', () => {
    beforeEach(() => fill(store(), 5))

    it.each([
      [0, 3, [1, 2, 3], true],
      [2, 3, [3, 4, 5], false],
      [1, 3, [2, 3, 4], true],
      [5, 3, [], false],
      [99, 3, [], false],
    ])('after %i, at most %i', async (after, limit, seqs, hasMore) => {
      const page = await store().entries({ conversationId: annAndBob, after, limit })
      expect({ ...page, entries: seqsOf(page.entries) }).toEqual({
        entries: seqs,
        hasMore,
        head: 5,
      })
    })

    it('carry the messages that history gives', async () => {
      const { entries } = await store().entries({ conversationId: annAndBob, after: 0, limit: 9 })
      const { messages } = await store().history({ conversationId: annAndBob, limit: 9 })
      expect(entries).toStrictEqual(
        messages.map((message) => ({
          kind: 'message',
          conversationId: annAndBob,
          seq: message.seq,
          message,
        })),
      )
    })

    it('are none for an unknown conversation', async () => {
      expect(await store().entries({ conversationId: 'none', after: 0, limit: 9 })).toEqual({
        entries: [],
        hasMore: false,
        head: 0,
      })
    })
  })

  describe('messages', () => {
    it('gives those it knows, over all conversations, each once', async () => {
      const one = (await store().append(direct('ann', 'bob')))!.message
      const two = (await store().append(direct('cy', 'dan')))!.message
      await store().append(direct('ann', 'bob'))
      const found = await store().messages([two._id, 'unknown', one._id, two._id, ''])
      expect(found).toHaveLength(2)
      expect(found).toEqual(expect.arrayContaining([one, two]))
      expect(await store().messages([])).toEqual([])
    })
  })
}
