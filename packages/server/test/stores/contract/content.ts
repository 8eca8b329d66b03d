import { directConversationId } from '@monhub/realtime-protocol'
import { describe, expect, it } from 'vitest'
import type { RealtimeStore } from '../../../src/stores/types'
import { annAndBob, direct, fill, freshId } from './drafts'

const READ_AT = '2026-01-01T00:00:00.000Z'

const HOSTILE_IDS = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '👩‍👩‍👧',
  '😀'.repeat(128),
  `'; DROP TABLE rt_entries; --`.replaceAll(' ', '_'),
  `"quoted"`,
  '$ne',
  'a:b%3A',
  'é', // one code point
  'e\u0301', // two code points that look the same
  'NULL',
  '0',
]

const TEXTS = [
  'plain',
  'two\nlines\tand a tab',
  '\u0001 at the start',
  'before\u0000after',
  '\u0000',
  'lone \ud83d surrogate',
  '"\\\'%_?',
  '👩‍👩‍👧 e\u0301',
  'x'.repeat(32_000),
]

const METADATA = {
  nested: { list: [1, [2, { three: 3 }]], empty: {}, none: null },
  unicode: '👩‍👩‍👧 \ud83d',
  nul: 'before\u0000after',
  'key\u0000nul': true,
  numbers: [0, -1, 1.5, 2 ** 53 - 1, 1e21, 5e-324],
  $where: '1',
  'a.b': false,
  constructor: { prototype: 1 },
}

export function describeContent(store: () => RealtimeStore) {
  describe('what is stored', () => {
    it.each(HOSTILE_IDS)('keeps to the user %s', async (id) => {
      const conversationId = directConversationId('ann', id)
      await fill(store(), 1)
      await store().append(direct('ann', id, { clientId: 'k' }))
      const { duplicate } = (await store().append(direct(id, 'ann', { clientId: 'k' })))!
      expect(duplicate).toBe(false)
      const { messages } = await store().history({ conversationId, limit: 9 })
      expect(messages.map(({ senderId, receiverId }) => [senderId, receiverId])).toEqual([
        ['ann', id],
        [id, 'ann'],
      ])
      expect(await store().unread({ userId: id, cap: 9 })).toBe(1)
      const move = { conversationId, userId: id, upTo: 2, readAt: READ_AT }
      expect((await store().markRead(move)).covered).toHaveLength(1)
      expect(await store().cursors(conversationId)).toEqual([
        { userId: id, upTo: 2, readAt: READ_AT },
      ])
      const list = await store().conversations({ userId: id, limit: 9, unreadCap: 9 })
      expect(list.conversations).toEqual([
        { conversationId, lastMessage: messages[1], unreadCount: 0 },
      ])
      await store().addNotification({ userId: id, type: 't', title: 't', message: 'm' })
      expect(await store().unreadNotifications({ userId: id, cap: 9 })).toBe(1)
      const version = await store().bumpVersion({ userIds: [id], type: id })
      expect(await store().versions(id)).toEqual(new Map([[id, version]]))
    })

    it('keeps hostile ids apart from each other', async () => {
      for (const id of HOSTILE_IDS) await store().append(direct('ann', id))
      const { conversations } = await store().conversations({
        userId: 'ann',
        limit: 99,
        unreadCap: 9,
      })
      expect(conversations.map(({ lastMessage }) => lastMessage?.seq)).toEqual(
        HOSTILE_IDS.map(() => 1),
      )
    })

    it.each(TEXTS)('gives back the text %j', async (text) => {
      const { message } = (await store().append(direct('ann', 'bob', { text })))!
      expect(message.text).toBe(text)
      expect((await store().messages([message._id]))[0]?.text).toBe(text)
      const draft = { userId: 'ann', type: 't', title: text, message: text }
      expect(await store().addNotification(draft)).toMatchObject(draft)
    })

    it('gives back metadata as it was', async () => {
      const { message } = (await store().append(direct('ann', 'bob', { metadata: METADATA })))!
      expect(message.metadata).toEqual(METADATA)
      expect((await store().messages([message._id]))[0]?.metadata).toEqual(METADATA)
    })

    it('gives back a metadata key named __proto__ as a plain key', async () => {
      const metadata: Record<string, unknown> = JSON.parse('{"__proto__":{"isAdmin":true}}')
      const { message } = (await store().append(direct('ann', 'bob', { metadata })))!
      expect(JSON.stringify(message.metadata)).toBe('{"__proto__":{"isAdmin":true}}')
      expect(message.metadata?.isAdmin).toBeUndefined()
    })
  })

  describe('what is handed out', () => {
    const stored = async () =>
      (await store().history({ conversationId: annAndBob, limit: 9 })).messages

    it('is a copy: changing it changes nothing that is stored', async () => {
      const metadata = { tags: ['a'] }
      const draft = { userId: 'ann', type: 't', title: 't', message: 'm', data: { tags: ['a'] } }
      const { message } = (await store().append(direct('ann', 'bob', { clientId: 'k', metadata })))!
      const notification = await store().addNotification(draft)
      const pristine = structuredClone({ message, notification })

      metadata.tags.push('changed by the caller')
      draft.data.tags.push('changed by the caller')
      for (const each of [message, ...(await stored()), ...(await store().messages([message._id]))])
        scribble(each, each.metadata)
      scribble((await store().append(direct('ann', 'bob', { clientId: 'k' })))!.message)
      scribble(notification, notification.data)

      expect(await stored()).toStrictEqual([pristine.message])
      const page = await store().notifications({ userId: 'ann', limit: 9 })
      expect(page.notifications).toStrictEqual([pristine.notification])
    })

    it('does not change when messages are read later', async () => {
      const { message } = (await store().append(direct('ann', 'bob', { clientId: freshId() })))!
      const [listed] = await stored()
      const notification = await store().addNotification({
        userId: 'bob',
        type: 't',
        title: 't',
        message: 'm',
      })
      const move = { conversationId: annAndBob, userId: 'bob', upTo: 1, readAt: READ_AT }
      const { cursor } = await store().markRead(move)
      await store().markNotifications({ userId: 'bob', ids: 'all', readAt: READ_AT })
      await store().append(direct('ann', 'bob'))
      await store().markRead({ ...move, upTo: 2, readAt: '2026-01-02T00:00:00.000Z' })
      expect([message.isRead, listed?.isRead, notification.isRead]).toEqual([false, false, false])
      expect(cursor).toEqual({ userId: 'bob', upTo: 1, readAt: READ_AT })
    })

    it('holds cursors that are copies', async () => {
      await fill(store(), 1)
      const move = { conversationId: annAndBob, userId: 'bob', upTo: 1, readAt: READ_AT }
      const { cursor } = await store().markRead(move)
      cursor.upTo = 0
      for (const each of await store().cursors(annAndBob)) each.upTo = 0
      expect((await store().cursors(annAndBob))[0]?.upTo).toBe(1)
      expect(await store().unread({ userId: 'bob', cap: 9 })).toBe(0)
    })
  })
}

/** Does its worst to an object; a frozen one refuses, which is as good. */
function scribble(target: object, attached?: Record<string, unknown>) {
  Reflect.set(target, 'text', 'changed')
  Reflect.set(target, 'isRead', true)
  Reflect.set(target, 'extra', 'changed')
  if (!attached) return
  Reflect.set(attached, 'extra', 'changed')
  if (Array.isArray(attached.tags) && !Object.isFrozen(attached.tags)) attached.tags.push('changed')
}
