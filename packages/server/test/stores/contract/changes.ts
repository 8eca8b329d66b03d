import type { Message } from '@monhub/realtime-protocol'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ChangeDraft, RealtimeStore } from '../../../src/stores/types'
import { annAndBob, direct, edit, fill, nextMillisecond, range, react, remove } from './drafts'

export function describeChanges(store: () => RealtimeStore) {
  const entriesAfter = async (after: number) =>
    (await store().entries({ conversationId: annAndBob, after, limit: 99 })).entries
  const stored = async ({ _id }: Message) => (await store().messages([_id]))[0]!
  const applied = async (draft: ChangeDraft) => {
    const result = await store().change(draft)
    if (!result) throw new Error('The message was not found')
    return result
  }

  describe('change', () => {
    let target: Message
    beforeEach(async () => {
      target = (await store().append(direct('ann', 'bob', { metadata: { price: 7 } })))!.message
    })

    it('edits a message by an entry of the same log', async () => {
      const { entry, message } = await applied(edit(target, 'Bonjour', { metadata: { price: 8 } }))
      expect(entry).toStrictEqual({
        kind: 'edit',
        conversationId: annAndBob,
        seq: 2,
        actorId: 'ann',
        targetId: target._id,
        targetSeq: 1,
        text: 'Bonjour',
        metadata: { price: 8 },
        createdAt: expect.any(String),
      })
      expect(message).toStrictEqual({
        ...target,
        text: 'Bonjour',
        metadata: { price: 8 },
        editedAt: entry.createdAt,
        rev: 2,
      })
      expect(await stored(target)).toStrictEqual(message)
      expect(await entriesAfter(1)).toStrictEqual([entry])
      expect(new Date(entry.createdAt).toISOString()).toBe(entry.createdAt)
    })

    it('takes the metadata away with an edit that names none', async () => {
      const { message } = await applied(edit(target, 'Bonjour'))
      expect(message).not.toHaveProperty('metadata')
      expect(await stored(target)).toStrictEqual(message)
    })

    it('deletes a message, which keeps its place and nothing of what it said', async () => {
      await applied(react(target, 'bob', '👍'))
      await applied(edit(target, 'Bonjour', { metadata: { price: 8 } }))
      const { entry, message } = await applied(remove(target))
      const { metadata: _, ...rest } = target
      expect(message).toStrictEqual({ ...rest, text: '', deletedAt: entry.createdAt, rev: 4 })
      expect(await stored(target)).toStrictEqual(message)
      expect(JSON.stringify(await entriesAfter(0))).not.toMatch(/Hello|Bonjour|price/)
    })

    it('keeps nothing of a text that an edit has replaced', async () => {
      await applied(edit(target, 'Bonjour'))
      await applied(react(target, 'bob', '👍'))
      await applied(edit(target, 'Salut'))
      expect(JSON.stringify(await entriesAfter(0))).not.toMatch(/Hello|Bonjour|price/)
      expect((await stored(target)).text).toBe('Salut')
    })

    it('leaves what was deleted deleted', async () => {
      await applied(remove(target))
      const deleted = await stored(target)
      expect((await applied(edit(target, 'Bonjour'))).message).toStrictEqual({ ...deleted, rev: 3 })
      expect((await applied(react(target, 'bob', '👍'))).message).toStrictEqual({
        ...deleted,
        rev: 4,
      })
      expect(JSON.stringify(await entriesAfter(0))).not.toContain('Bonjour')
    })

    it('collects reactions in the order they came, each once', async () => {
      await applied(react(target, 'bob', '👍'))
      await applied(react(target, 'ann', '👍'))
      await applied(react(target, 'bob', '👍'))
      await applied(react(target, 'bob', '__proto__'))
      const { reactions } = await stored(target)
      expect(new Map(Object.entries(reactions!))).toEqual(
        new Map([
          ['👍', ['bob', 'ann']],
          ['__proto__', ['bob']],
        ]),
      )
    })

    it('takes reactions back, down to none', async () => {
      await applied(react(target, 'bob', '👍'))
      await applied(react(target, 'ann', '👍'))
      const { entry } = await applied(react(target, 'bob', '👍', true))
      expect(entry).toMatchObject({ kind: 'reaction', reaction: '👍', isRemoved: true })
      expect((await stored(target)).reactions).toEqual({ '👍': ['ann'] })
      await applied(react(target, 'ann', '👍', true))
      expect(await stored(target)).not.toHaveProperty('reactions')
    })

    it('changes no other message and no other read state', async () => {
      const other = (await store().append(direct('bob', 'ann', { metadata: { a: 1 } })))!.message
      const readAt = '2026-01-01T00:00:00.000Z'
      await store().markRead({ conversationId: annAndBob, userId: 'bob', upTo: 2, readAt })
      const { message } = await applied(edit(target, 'Bonjour'))
      expect(message).toMatchObject({ isRead: true, readAt, text: 'Bonjour' })
      expect(await stored(other)).toStrictEqual(other)
    })

    it('gives nothing and writes nothing for a message that is not there', async () => {
      const elsewhere = (await store().append(direct('ann', 'cy')))!.message
      const unknown = { ...target, _id: 'unknown' }
      expect(await store().change(edit(unknown, 'Bonjour'))).toBeUndefined()
      const wrongPlace = { ...elsewhere, conversationId: annAndBob }
      expect(await store().change(remove(wrongPlace))).toBeUndefined()
      expect(await store().change(react({ ...target, conversationId: 'no' }, 'ann', '👍'))).toBe(
        undefined,
      )
      expect(await entriesAfter(1)).toEqual([])
      expect(await stored(elsewhere)).toStrictEqual(elsewhere)
    })

    it('does not take one entry for another that changes a message', async () => {
      const { entry } = await applied(react(target, 'bob', '👍'))
      expect(await store().messages([entry.targetId, String(entry.seq)])).toHaveLength(1)
      const { messages, head } = await store().history({ conversationId: annAndBob, limit: 9 })
      expect(messages).toHaveLength(1)
      expect(head).toBe(2)
    })

    it('numbers 50 concurrent changes and messages without a gap', async () => {
      await Promise.all(
        range(1, 50).map((i) =>
          i % 2 ? store().append(direct('ann', 'bob')) : applied(react(target, `u${i}`, '👍')),
        ),
      )
      const entries = await entriesAfter(0)
      expect(entries.map(({ seq }) => seq)).toEqual(range(1, 51))
      const inLogOrder = entries.flatMap((entry) =>
        entry.kind === 'reaction' ? [entry.actorId] : [],
      )
      expect((await stored(target)).reactions).toEqual({ '👍': inLogOrder })
      expect(inLogOrder).toHaveLength(25)
    })

    it('moves no conversation up', async () => {
      await nextMillisecond()
      await store().append(direct('ann', 'cy'))
      await nextMillisecond()
      await applied(edit(target, 'Bonjour'))
      const page = await store().conversations({ userId: 'ann', limit: 9, unreadCap: 9 })
      expect(page.conversations.map(({ lastMessage }) => lastMessage?.text)).toEqual([
        'Hello',
        'Bonjour',
      ])
    })
  })

  describe('history and entries of a log with changes', () => {
    it('count messages for pages and entries for sync', async () => {
      await fill(store(), 4)
      const [first, second] = (await store().history({ conversationId: annAndBob, limit: 9 }))
        .messages as [Message, Message]
      for (const id of ['ann', 'bob', 'cy']) await applied(react(second, id, '👍'))
      await store().append(direct('ann', 'bob'))
      await applied(edit(first, 'Bonjour'))
      const page = (query: object) =>
        store()
          .history({ conversationId: annAndBob, limit: 2, ...query })
          .then(({ messages, hasMore, head }) => [messages.map(({ seq }) => seq), hasMore, head])
      expect(await page({})).toEqual([[4, 8], true, 9])
      expect(await page({ before: 8 })).toEqual([[3, 4], true, 9])
      expect(await page({ before: 3 })).toEqual([[1, 2], false, 9])
      expect(await page({ after: 3 })).toEqual([[4, 8], false, 9])
      expect(await page({ after: 2 })).toEqual([[3, 4], true, 9])
      expect(await page({ around: 6, limit: 3 })).toEqual([[3, 4, 8], true, 9])
      const part = await store().entries({ conversationId: annAndBob, after: 3, limit: 4 })
      expect(part.entries.map(({ kind, seq }) => [kind, seq])).toEqual([
        ['message', 4],
        ['reaction', 5],
        ['reaction', 6],
        ['reaction', 7],
      ])
      expect([part.hasMore, part.head]).toEqual([true, 9])
    })

    it('carry the message as it is now', async () => {
      const { message } = (await store().append(direct('ann', 'bob')))!
      const edited = (await applied(edit(message, 'Bonjour'))).message
      expect((await entriesAfter(0))[0]).toStrictEqual({
        kind: 'message',
        conversationId: annAndBob,
        seq: 1,
        message: edited,
      })
    })
  })

  describe('append, after a change', () => {
    it('gives the message as it is now for a repetition', async () => {
      const draft = direct('ann', 'bob')
      const { message } = (await store().append(draft))!
      const edited = (await applied(edit(message, 'Bonjour'))).message
      expect(await store().append(draft)).toStrictEqual({
        message: edited,
        duplicate: true,
        fingerprint: draft.fingerprint,
      })
      const deleted = (await applied(remove(message))).message
      expect(await store().append(draft)).toStrictEqual({ message: deleted, duplicate: true })
    })
  })

  describe('unread, after a change', () => {
    it('counts neither entries that are no messages nor what was deleted', async () => {
      const [one] = [(await store().append(direct('ann', 'bob')))!.message]
      await store().append(direct('ann', 'bob'))
      await applied(react(one, 'ann', '👍'))
      const count = async () => [
        await store().unread({ userId: 'bob', conversationId: annAndBob, cap: 9 }),
        await store().unread({ userId: 'bob', cap: 9 }),
        (await store().conversations({ userId: 'bob', limit: 9, unreadCap: 9 })).conversations[0]
          ?.unreadCount,
      ]
      expect(await count()).toEqual([2, 2, 2])
      await applied(remove(one))
      expect(await count()).toEqual([1, 1, 1])
    })

    it('follows a cursor that stands on a change', async () => {
      const { message } = (await store().append(direct('ann', 'bob')))!
      await applied(edit(message, 'Bonjour'))
      const readAt = '2026-01-01T00:00:00.000Z'
      const move = { conversationId: annAndBob, userId: 'bob', upTo: 9, readAt }
      const { cursor, covered } = await store().markRead(move)
      expect(cursor).toEqual({ userId: 'bob', upTo: 2, readAt })
      expect(covered.map(({ text, isRead }) => [text, isRead])).toEqual([['Bonjour', true]])
    })
  })
}
