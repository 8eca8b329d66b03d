// @vitest-environment node
import type { Notification } from '@monhub/realtime-protocol'
import { createConversations, createNotifications } from '@monhub/realtime-react/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { stored } from './messages'
import { createStubClient, settled } from './stubClient'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const summary = (conversationId: string, seq: number, unreadCount = 0) => ({
  conversationId,
  lastMessage: stored(seq, { conversationId, senderId: 'peer' }),
  unreadCount,
})
const note = (id: number): Notification => ({
  _id: `n${id}`,
  userId: 'me',
  type: 'proposal',
  title: 'title',
  message: `${id}`,
  createdAt: '2026-01-01T00:00:00.000Z',
  isRead: false,
})

it.each([
  ['conversations', createConversations, { conversations: [], unreadTotal: 0 }],
  ['notifications', createNotifications, { notifications: [], unreadCount: 0, hasMore: false }],
])('%s that were loaded stay ready while loading them anew fails', async (_, create, page) => {
  const stub = createStubClient()
  const { state } = create(stub.client)
  state.subscribe(() => {})
  await stub.at(0).refuse('INTERNAL')
  expect(state.getState()).toMatchObject({ status: 'error', error: { code: 'INTERNAL' } })
  stub.connect()
  await stub.at(1).answer(page)
  expect(state.getState()).toMatchObject({ status: 'ready', error: undefined })
  stub.connect()
  await stub.at(2).refuse('INTERNAL')
  expect(state.getState()).toMatchObject({ status: 'ready', error: { code: 'INTERNAL' } })
})

describe('createConversations', () => {
  function setUp() {
    const stub = createStubClient()
    const conversations = createConversations(stub.client)
    conversations.state.subscribe(() => {})
    const show = () =>
      conversations.state
        .getState()
        .conversations.map((item) => `${item.conversationId}${item.lastMessage?.seq}`)
    const arrives = (conversationId: string, seq: number) => {
      const message = stored(seq, { conversationId, senderId: 'peer' })
      stub.says('message:new', { message, sender: { _id: 'peer' } })
    }
    return { ...stub, conversations, show, arrives }
  }

  it('keeps what arrives while the list, or more of it, is loading', async () => {
    const { at, arrives, show, conversations } = setUp()
    await at(0).answer({ conversations: [summary('a', 1)], next: 'a', unreadTotal: 0 })
    const loading = conversations.loadMore()
    arrives('a', 2)
    await at(1).answer({ conversations: [summary('b', 1)], unreadTotal: 1 })
    await loading
    expect(show()).toEqual(['a2', 'b1'])
    arrives('unknown', 1)
    await vi.advanceTimersByTimeAsync(250)
    arrives('a', 3)
    const page = [summary('a', 2), summary('unknown', 1)]
    await at(2).answer({ conversations: page, unreadTotal: 2 })
    expect(show()).toEqual(['a3', 'unknown1'])
  })

  it('asks again when something came in while it was loading', async () => {
    const { at, asked, says, conversations } = setUp()
    await at(0).answer({ conversations: [summary('a', 1, 1)], unreadTotal: 1 })
    says('message:new', {
      message: stored(1, { conversationId: 'new' }),
      sender: { _id: 'peer' },
    })
    await vi.advanceTimersByTimeAsync(250)
    const read = { messageIds: [], readAt: 'now', conversationId: 'a', upTo: 1, readBy: 'me' }
    says('message:read', read)
    await at(1).answer({ conversations: [summary('a', 1, 1)], unreadTotal: 1 })
    await vi.advanceTimersByTimeAsync(250)
    expect(asked).toHaveLength(3)
    await at(2).answer({ conversations: [summary('a', 1, 0)], unreadTotal: 0 })
    expect(conversations.state.getState().unreadTotal).toBe(0)
  })
})

describe('createNotifications', () => {
  function setUp() {
    const stub = createStubClient()
    const notifications = createNotifications(stub.client)
    notifications.state.subscribe(() => {})
    const show = () => notifications.state.getState().notifications.map(({ _id }) => _id)
    const page = (ids: number[], hasMore = false) => ({
      notifications: ids.map(note),
      unreadCount: ids.length,
      hasMore,
    })
    return { ...stub, notifications, show, page }
  }

  it('keeps what arrives while the inbox, or more of it, is loading', async () => {
    const { at, says, show, page, notifications } = setUp()
    says('notification:new', note(3))
    await at(0).answer(page([2], true))
    expect(show()).toEqual(['n3', 'n2'])
    const loading = notifications.loadMore()
    says('notification:new', note(4))
    await at(1).answer(page([1]))
    await loading
    expect(show()).toEqual(['n4', 'n3', 'n2', 'n1'])
  })

  it('asks again when something came in while it was loading', async () => {
    const { at, asked, says, page, notifications } = setUp()
    says('notification:read', { ids: 'all', readAt: 'now', unreadCount: 0 })
    await at(0).answer(page([1]))
    await vi.advanceTimersByTimeAsync(250)
    expect(asked).toHaveLength(2)
    await at(1).answer({ ...page([1]), unreadCount: 0 })
    expect(notifications.state.getState().unreadCount).toBe(0)
  })

  it('keeps what arrives while a mark is on its way, and loads anew when that fails', async () => {
    const { at, asked, says, show, page, notifications } = setUp()
    await at(0).answer(page([1]))
    notifications.markRead('all')
    says('notification:new', note(2))
    await at(1).answer({ ids: 'all', readAt: 'now', unreadCount: 1 })
    expect(show()).toEqual(['n2', 'n1'])
    notifications.markRead(['n2'])
    await at(2).refuse('STORE_UNAVAILABLE')
    await settled()
    expect(asked.map(({ event }) => event).slice(2)).toEqual([
      'notification:read',
      'notification:list',
    ])
  })

  it('tells of new ones once, not of those that were there first', async () => {
    const { at, says, page, notifications, disconnect, connect } = setUp()
    const news: string[] = []
    notifications.onNew(({ _id }) => news.push(_id))
    await at(0).answer(page([1]))
    says('notification:new', note(2))
    says('notification:new', note(2))
    disconnect()
    connect()
    await at(1).answer(page([4, 3, 2, 1]))
    expect(news).toEqual(['n2', 'n3', 'n4'])
  })
})
