// @vitest-environment node
import type { ConversationSummary } from '@monhub/realtime-protocol'
import { describe, expect, it } from 'vitest'
import {
  applyEntry,
  applyMessage,
  applyNewest,
  applyNext,
  applyRead,
  emptyList,
  type ConversationList,
} from '../../src/core/conversationList'
import { act, stored, target } from './messages'

const summary = (conversationId: string, seq: number, unreadCount = 0): ConversationSummary => ({
  conversationId,
  lastMessage: stored(seq, { conversationId, senderId: 'peer' }),
  unreadCount,
})
const list = (
  conversations: ConversationSummary[],
  rest: Partial<ConversationList> = {},
): ConversationList => ({
  ...emptyList,
  conversations,
  unreadTotal: conversations.reduce((sum, { unreadCount }) => sum + unreadCount, 0),
  ...rest,
})
const read = (conversationId: string, upTo: number, readBy = 'me') => ({
  conversationId,
  upTo,
  readBy,
  readAt: 'now',
  messageIds: [],
})
const show = ({ conversations }: ConversationList) =>
  conversations.map((item) => `${item.conversationId}${item.lastMessage?.seq}:${item.unreadCount}`)

describe('applyNewest', () => {
  it('is the whole list when there is no next page', () => {
    const page = { ...list([summary('a', 2)]), next: undefined }
    expect(show(applyNewest(list([summary('b', 1)]), page))).toEqual(['a2:0'])
  })

  it('keeps what was loaded of further pages, and their cursor', () => {
    const before = list([summary('a', 1), summary('b', 1)], { next: 'after b' })
    const next = applyNewest(before, { ...list([summary('c', 1)]), next: 'after c' })
    expect(show(next)).toEqual(['c1:0', 'a1:0', 'b1:0'])
    expect(next.next).toBe('after b')
  })

  it('does not go back behind what arrived live', () => {
    const before = list([summary('a', 5, 2)])
    expect(show(applyNewest(before, list([summary('a', 4, 1)])))).toEqual(['a5:2'])
  })
})

describe('applyNext', () => {
  it('appends what is not there yet', () => {
    const before = list([summary('a', 1), summary('b', 1)], { next: 'x' })
    expect(show(applyNext(before, list([summary('b', 1), summary('c', 1)])))).toEqual([
      'a1:0',
      'b1:0',
      'c1:0',
    ])
  })
})

describe('applyMessage', () => {
  const before = list([summary('a', 1), summary('b', 1)])
  const message = (seq: number, senderId = 'peer') => stored(seq, { conversationId: 'b', senderId })

  it('moves the conversation to the top and counts what others wrote', () => {
    const step = applyMessage(before, message(2), 'me')
    expect(show(step.list)).toEqual(['b2:1', 'a1:0'])
    expect(step).toMatchObject({ isCertain: true, list: { unreadTotal: 1 } })
  })

  it('does not count what I wrote', () => {
    expect(applyMessage(before, message(2, 'me'), 'me').list.unreadTotal).toBe(0)
  })

  it('takes the same message once', () => {
    const { list: once } = applyMessage(before, message(2), 'me')
    expect(applyMessage(once, message(2), 'me').list).toBe(once)
  })

  it('is uncertain about an unknown conversation and about a gap', () => {
    expect(applyMessage(emptyList, message(2), 'me').isCertain).toBe(false)
    expect(applyMessage(before, message(9), 'me').isCertain).toBe(false)
  })
})

describe('applyEntry', () => {
  const group = { ...summary('g', 4, 2), memberIds: ['me', 'peer'] }
  const before = list([group, summary('a', 1, 1)])
  const inGroup = { conversationId: 'g' }
  const member = (seq: number, added: string[], removed: string[] = []) =>
    act(seq, { kind: 'member', added, removed, ...inGroup })
  const edit = (seq: number, of: number) =>
    act(seq, { kind: 'edit', text: 'edited', ...target(of), ...inGroup })
  const last = (step: ReturnType<typeof applyEntry>) => step.list.conversations[0]?.lastMessage

  it('changes the last message in its place', () => {
    const step = applyEntry(before, edit(5, 4), 'me')
    expect(last(step)).toMatchObject({ text: 'edited', rev: 5 })
    expect(step.isCertain).toBe(true)
    expect(last(applyEntry(before, edit(5, 3), 'me'))).toBe(group.lastMessage)
  })

  it('knows what follows an entry, and what leaves a gap', () => {
    const { list: next } = applyEntry(before, edit(5, 3), 'me')
    const message = (seq: number) => stored(seq, { ...inGroup, senderId: 'peer' })
    expect(applyMessage(next, message(6), 'me').isCertain).toBe(true)
    expect(applyMessage(next, message(7), 'me').isCertain).toBe(false)
    expect(applyEntry(next, edit(7, 3), 'me').isCertain).toBe(false)
    expect(applyEntry(next, edit(5, 3), 'me')).toEqual({ list: next, isCertain: true })
  })

  it('is uncertain whether a deleted message was counted', () => {
    const remove = (conversationId: string, seq: number) =>
      act(seq, { kind: 'delete', ...target(seq - 1), conversationId })
    expect(applyEntry(before, remove('g', 5), 'me').isCertain).toBe(false)
    const read = list([summary('a', 1)])
    expect(applyEntry(read, remove('a', 2), 'me').isCertain).toBe(true)
  })

  it('follows who is in a group', () => {
    const step = applyEntry(before, member(5, ['bob'], ['peer']), 'me')
    expect(step.list.conversations[0]?.memberIds).toEqual(['bob', 'me'])
    expect(step.isCertain).toBe(true)
  })

  it('drops a group that I was taken out of, with what was unread there', () => {
    const step = applyEntry(before, member(5, [], ['me']), 'me')
    expect(show(step.list)).toEqual(['a1:1'])
    expect(step).toMatchObject({ isCertain: true, list: { unreadTotal: 1 } })
  })

  it('is uncertain about a group that I was added to, and ignores what is not listed', () => {
    const { list: without } = applyEntry(before, member(5, [], ['me']), 'me')
    expect(applyEntry(without, member(6, ['me']), 'me').isCertain).toBe(false)
    expect(applyEntry(without, edit(6, 4), 'me')).toEqual({ list: without, isCertain: true })
  })

  it('knows a group where nobody has written yet', () => {
    const empty = list([{ conversationId: 'g', unreadCount: 0, memberIds: ['me'] }])
    const { list: next } = applyEntry(empty, member(1, ['me']), 'me')
    const step = applyMessage(next, stored(2, { ...inGroup, senderId: 'peer' }), 'me')
    expect(show(step.list)).toEqual(['g2:1'])
    expect(step.isCertain).toBe(true)
  })
})

describe('applyRead', () => {
  const before = list([summary('a', 4, 3), summary('b', 1, 1)])

  it('clears a conversation that I read to the end', () => {
    const step = applyRead(before, read('a', 4), 'me')
    expect(show(step.list)).toEqual(['a4:0', 'b1:1'])
    expect(step).toMatchObject({ isCertain: true, list: { unreadTotal: 1 } })
  })

  it('is uncertain about a part, an unknown conversation and a capped total', () => {
    expect(applyRead(before, read('a', 3), 'me').isCertain).toBe(false)
    expect(applyRead(before, read('z', 3), 'me').isCertain).toBe(false)
    const capped = { ...before, unreadTotal: 100 }
    expect(applyRead(capped, read('a', 4), 'me')).toMatchObject({
      isCertain: false,
      list: { unreadTotal: 100 },
    })
  })

  it('marks my last message as read by somebody else', () => {
    const mine = list([{ ...summary('a', 4), lastMessage: stored(4, { conversationId: 'a' }) }])
    const step = applyRead(mine, read('a', 4, 'peer'), 'me')
    expect(step.list.conversations[0]?.lastMessage).toMatchObject({ isRead: true, readAt: 'now' })
    expect(applyRead(mine, read('a', 3, 'peer'), 'me').list).toBe(mine)
  })
})
