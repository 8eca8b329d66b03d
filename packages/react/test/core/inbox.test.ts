// @vitest-environment node
import type { Notification } from '@monhub/realtime-protocol'
import { describe, expect, it } from 'vitest'
import { applyNew, applyNewest, applyOlder, applyRead, type Inbox } from '../../src/core/inbox'

const note = (id: number, isRead = false): Notification => ({
  _id: `n${id}`,
  userId: 'me',
  type: 'proposal',
  title: 'title',
  message: `message ${id}`,
  createdAt: '2026-01-01T00:00:00.000Z',
  isRead,
})
const page = (ids: number[], unreadCount = ids.length, hasMore = false) => ({
  notifications: ids.map((id) => note(id)),
  unreadCount,
  hasMore,
})
const ids = (inbox: Inbox) => inbox.notifications.map(({ _id }) => _id).join(' ')

describe('applyNewest', () => {
  it('keeps older ones that follow the page', () => {
    const inbox = { ...page([4, 3, 2, 1], 4), hasMore: true }
    const next = applyNewest(inbox, page([5, 4, 3], 5, true))
    expect(ids(next)).toBe('n5 n4 n3 n2 n1')
    expect(next.hasMore).toBe(true)
  })

  it('starts anew when there is a gap', () => {
    const next = applyNewest(page([2, 1]), page([9, 8], 9, true))
    expect(ids(next)).toBe('n9 n8')
    expect(next.hasMore).toBe(true)
  })
})

describe('applyOlder', () => {
  it('appends what is not there yet', () => {
    expect(ids(applyOlder(page([3, 2]), page([2, 1])))).toBe('n3 n2 n1')
  })
})

describe('applyNew', () => {
  it('puts it first and counts it, once', () => {
    const inbox = applyNew(page([1]), note(2))
    expect(ids(inbox)).toBe('n2 n1')
    expect(inbox.unreadCount).toBe(2)
    expect(applyNew(inbox, note(2))).toBe(inbox)
  })

  it('stops counting at the cap', () => {
    expect(applyNew(page([], 100), note(1)).unreadCount).toBe(100)
  })
})

describe('applyRead', () => {
  it('marks some and counts down by those that were unread', () => {
    const inbox = applyRead(page([3, 2, 1], 10), { ids: ['n3', 'n1', 'gone'], readAt: 'now' })
    expect(inbox.notifications.map(({ isRead }) => isRead)).toEqual([true, false, true])
    expect(inbox.unreadCount).toBe(8)
    expect(applyRead(inbox, { ids: ['n3'], readAt: 'later' }).unreadCount).toBe(8)
  })

  it('marks all', () => {
    const inbox = applyRead(page([2, 1], 50), { ids: 'all', readAt: 'now' })
    expect(inbox.notifications.every(({ isRead }) => isRead)).toBe(true)
    expect(inbox.unreadCount).toBe(0)
  })

  it("takes the server's count where there is one", () => {
    const move = { ids: ['n1'], readAt: 'now', unreadCount: 7 }
    expect(applyRead(page([1], 50), move).unreadCount).toBe(7)
  })
})
