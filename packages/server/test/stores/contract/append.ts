import { describe, expect, it } from 'vitest'
import type { RealtimeStore } from '../../../src/stores/types'
import { annAndBob, direct, fill, group, range, seqsOf } from './drafts'

export function describeAppend(store: () => RealtimeStore) {
  describe('append', () => {
    it('gives back the message as it is stored', async () => {
      const draft = direct('ann', 'bob', { clientId: 'k1', metadata: { listing: 7 } })
      const { message, duplicate } = (await store().append(draft))!
      expect(duplicate).toBe(false)
      expect(message).toStrictEqual({
        _id: expect.stringMatching(/^[\w.:~-]{1,64}$/),
        conversationId: annAndBob,
        seq: 1,
        clientId: 'k1',
        senderId: 'ann',
        receiverId: 'bob',
        text: 'Hello',
        metadata: { listing: 7 },
        createdAt: expect.any(String),
        isRead: false,
      })
      expect(new Date(message.createdAt).toISOString()).toBe(message.createdAt)
      expect(Math.abs(Date.now() - Date.parse(message.createdAt))).toBeLessThan(60_000)
      expect(await store().messages([message._id])).toStrictEqual([message])
    })

    it('leaves out the receiver and the metadata where there are none', async () => {
      const { message } = (await store().append(group('team', 'ann', ['ann', 'bob'])))!
      expect(message).not.toHaveProperty('receiverId')
      expect(message).not.toHaveProperty('metadata')
      expect(message).not.toHaveProperty('readAt')
    })

    it('numbers 50 concurrent appends without a gap', async () => {
      const results = await Promise.all(
        range(1, 50).map((i) =>
          store().append(direct(i % 2 ? 'ann' : 'bob', i % 2 ? 'bob' : 'ann')),
        ),
      )
      const seqs = seqsOf(results.map((result) => result!.message))
      expect(seqs.sort((a, b) => a - b)).toEqual(range(1, 50))
      expect(new Set(results.map((result) => result!.message._id)).size).toBe(50)
      const { messages } = await store().history({ conversationId: annAndBob, limit: 100 })
      expect(seqsOf(messages)).toEqual(range(1, 50))
    })

    it('numbers each conversation by itself', async () => {
      await fill(store(), 2)
      const { message } = (await store().append(direct('ann', 'cy')))!
      expect(message.seq).toBe(1)
    })

    it('writes nothing the second time and gives the message stored first', async () => {
      const first = (await store().append(direct('ann', 'bob', { clientId: 'k', text: 'first' })))!
      await store().append(direct('bob', 'ann'))
      const again = (await store().append(
        direct('ann', 'bob', {
          clientId: 'k',
          text: 'other',
          fingerprint: 'other',
          metadata: { a: 1 },
        }),
      ))!
      expect(again).toStrictEqual({
        message: first.message,
        duplicate: true,
        fingerprint: 'hello',
      })
      const { messages, head } = await store().history({ conversationId: annAndBob, limit: 10 })
      expect(head).toBe(2)
      expect(messages.map(({ text }) => text)).toEqual(['first', 'Hello'])
    })

    it('does not move a conversation up for a repetition', async () => {
      await store().append(direct('ann', 'bob', { clientId: 'k' }))
      await store().append(direct('ann', 'cy'))
      await store().append(direct('ann', 'bob', { clientId: 'k' }))
      const { conversations } = await store().conversations({
        userId: 'ann',
        limit: 1,
        unreadCap: 100,
      })
      expect(conversations[0]?.lastMessage?.receiverId).toBe('cy')
    })

    it('stores one of many concurrent repetitions', async () => {
      const results = await Promise.all(
        range(1, 20).map(() => store().append(direct('ann', 'bob', { clientId: 'k' }))),
      )
      expect(results.filter((result) => !result!.duplicate)).toHaveLength(1)
      expect(new Set(results.map((result) => result!.message._id)).size).toBe(1)
    })

    it('keeps the same client id of another sender or in another conversation apart', async () => {
      const results = [
        await store().append(direct('ann', 'bob', { clientId: 'k' })),
        await store().append(direct('bob', 'ann', { clientId: 'k' })),
        await store().append(direct('ann', 'cy', { clientId: 'k' })),
      ]
      expect(results.map((result) => result!.duplicate)).toEqual([false, false, false])
      expect(results.map((result) => result!.message.seq)).toEqual([1, 2, 1])
    })

    it('rejects metadata that is not JSON, and nothing of it has happened', async () => {
      const draft = direct('ann', 'bob', { metadata: { price: 1n } })
      await expect(store().append(draft)).rejects.toThrow(TypeError)
      const { message } = (await store().append(direct('ann', 'bob')))!
      expect(message.seq).toBe(1)
      expect(await store().unread({ userId: 'bob', cap: 100 })).toBe(1)
    })
  })
}
