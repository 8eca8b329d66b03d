import {
  useConversations,
  useChat,
  useNotifications,
  useUnreadCount,
  type UseNotificationsResult,
} from '@monhub/realtime-react'
import type { TestServer } from '@monhub/realtime-server/testing'
import { act, screen } from '@testing-library/react'
import { useEffect } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { comeOnline, connected, person, renderApp, serve, serveBehindNetwork } from '../support'

const shows = (id: string, text: string) =>
  vi.waitFor(() => expect(screen.getByTestId(id).textContent).toBe(text), 5000)

const notify = ({ service }: TestServer, message: string, userId = 'ana') =>
  service.notify({ userId, type: 'proposal', title: 'A proposal', message })

function createInbox(onNew?: (message: string) => void) {
  const current: { inbox?: UseNotificationsResult } = {}
  function Inbox() {
    const inbox = useNotifications(onNew ? { onNew: ({ message }) => onNew(message) } : {})
    useEffect(() => {
      current.inbox = inbox
    })
    const lines = inbox.notifications.map(({ message, isRead }) => message + (isRead ? '✓' : ''))
    return (
      <>
        <p data-testid="inbox">{lines.join(' ')}</p>
        <p data-testid="state">{[inbox.status, inbox.unreadCount, inbox.hasMore].join(' ')}</p>
      </>
    )
  }
  return { view: <Inbox />, inbox: () => current.inbox as UseNotificationsResult }
}

describe('useNotifications', () => {
  it('loads the inbox, and shows what arrives', async () => {
    const server = await serve()
    await notify(server, 'one')
    const news: string[] = []
    const { view } = createInbox((message) => news.push(message))
    renderApp(view, { url: server.url, userId: 'ana' })
    await shows('inbox', 'one')
    await shows('state', 'ready 1 false')
    await notify(server, 'two')
    await notify(server, 'for bob', 'bob')
    await shows('inbox', 'two one')
    await shows('state', 'ready 2 false')
    expect(news).toEqual(['two'])
  })

  it('marks as read, here and on the other devices', async () => {
    const server = await serve()
    for (const text of ['one', 'two', 'three']) await notify(server, text)
    const { view, inbox } = createInbox()
    renderApp(view, { url: server.url, userId: 'ana' })
    await shows('state', 'ready 3 false')
    const phone = person(server, 'ana')
    const heard: unknown[] = []
    phone.on('notification:read', ({ ids }) => heard.push(ids))
    await connected(phone)
    const [newest] = inbox().notifications
    act(() => inbox().markRead([newest?._id ?? '']))
    expect(screen.getByTestId('inbox').textContent).toBe('three✓ two one')
    await vi.waitFor(() => expect(heard).toEqual([[newest?._id]]))
    await phone.request('notification:read', { ids: 'all' })
    await shows('inbox', 'three✓ two✓ one✓')
    await shows('state', 'ready 0 false')
  })

  it('loads older ones', async () => {
    const server = await serve()
    for (let n = 1; n <= 35; n++) await notify(server, `${n}`)
    const { view, inbox } = createInbox()
    renderApp(view, { url: server.url, userId: 'ana' })
    await shows('state', 'ready 35 true')
    expect(inbox().notifications).toHaveLength(30)
    await act(() => inbox().loadMore())
    expect(inbox().notifications.map(({ message }) => Number(message))).toEqual(
      Array.from({ length: 35 }, (_, index) => 35 - index),
    )
    await shows('state', 'ready 35 false')
  })

  it('tells once of what was stored while the connection was away', async () => {
    const { server, network } = await serveBehindNetwork({ presence: { graceMs: 0 } })
    const news: string[] = []
    const { view } = createInbox((message) => news.push(message))
    renderApp(view, { url: network.url, userId: 'ana' })
    await notify(server, 'before')
    await shows('state', 'ready 1 false')
    network.cut()
    await vi.waitFor(() => expect(server.service.isUserOnline('ana')).toBe(false))
    await notify(server, 'meanwhile')
    await network.restore()
    comeOnline()
    await shows('inbox', 'meanwhile before')
    await notify(server, 'after')
    await shows('inbox', 'after meanwhile before')
    expect(news.filter((message) => message !== 'before')).toEqual(['meanwhile', 'after'])
  })
})

describe('useConversations', () => {
  function Conversations() {
    const { conversations, status, hasMore } = useConversations()
    const lines = conversations.map(
      ({ peerId, lastMessage, unreadCount }) =>
        `${peerId}: ${lastMessage?.text} ${unreadCount}${lastMessage?.isRead ? '✓' : ''}`,
    )
    return (
      <>
        <p data-testid="list">{lines.join(', ')}</p>
        <p data-testid="state">{[status, hasMore].join(' ')}</p>
      </>
    )
  }
  function Unread() {
    const { messages, notifications } = useUnreadCount()
    return <p data-testid="unread">{`${messages} ${notifications}`}</p>
  }
  const ui = (
    <>
      <Conversations />
      <Unread />
    </>
  )

  it('lists them by activity, and moves the one that is written in to the top', async () => {
    const server = await serve()
    const send = (senderId: string, text: string, receiverId = 'ana') =>
      server.service.sendMessage({ senderId, receiverId, text })
    await send('bob', 'one')
    await send('eve', 'two')
    renderApp(ui, { url: server.url, userId: 'ana' })
    await shows('list', 'eve: two 1, bob: one 1')
    await shows('unread', '2 0')
    await send('bob', 'three')
    await shows('list', 'bob: three 2, eve: two 1')
    await send('zoe', 'new here')
    await shows('list', 'zoe: new here 1, bob: three 2, eve: two 1')
    await shows('unread', '4 0')
    await send('ana', 'answer', 'eve')
    await shows('list', 'eve: answer 1, zoe: new here 1, bob: three 2')
    await shows('state', 'ready false')
  })

  it('follows what is read: here, by the peer and on another device', async () => {
    const server = await serve()
    const markRead: { current?: () => void } = {}
    function Chat() {
      const chat = useChat('bob')
      useEffect(() => {
        markRead.current = () => chat.markRead()
      })
      return <p data-testid="chat">{chat.status}</p>
    }
    await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'one' })
    await server.service.sendMessage({ senderId: 'ana', receiverId: 'eve', text: 'two' })
    await server.service.sendMessage({ senderId: 'zoe', receiverId: 'ana', text: 'three' })
    renderApp(
      <>
        {ui}
        <Chat />
      </>,
      { url: server.url, userId: 'ana' },
    )
    await shows('list', 'zoe: three 1, eve: two 0, bob: one 1')
    await shows('chat', 'ready')
    act(() => markRead.current?.())
    await shows('unread', '1 0')
    const eve = person(server, 'eve')
    await connected(eve)
    const { conversationId } = await eve.request('message:history', { peerId: 'ana' })
    await eve.request('message:read', { conversationId, upTo: 1 })
    const phone = person(server, 'ana')
    await connected(phone)
    const zoe = await phone.request('message:history', { peerId: 'zoe' })
    await phone.request('message:read', { conversationId: zoe.conversationId, upTo: 1 })
    await shows('list', 'zoe: three 0, eve: two 0✓, bob: one 0')
    await shows('unread', '0 0')
  })

  it('is right after the server was away', async () => {
    const { server, network } = await serveBehindNetwork({ presence: { graceMs: 0 } })
    renderApp(ui, { url: network.url, userId: 'ana' })
    await shows('state', 'ready false')
    network.cut()
    await vi.waitFor(() => expect(server.service.isUserOnline('ana')).toBe(false))
    await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'one' })
    await notify(server, 'meanwhile')
    await network.restore()
    comeOnline()
    await shows('list', 'bob: one 1')
    await shows('unread', '1 1')
  })

  it('loads further pages', async () => {
    const server = await serve()
    for (let n = 1; n <= 32; n++) {
      await server.service.sendMessage({ senderId: `user-${n}`, receiverId: 'ana', text: 'hi' })
    }
    const more: { current?: () => Promise<void> } = {}
    function Count() {
      const { conversations, loadMore, hasMore } = useConversations()
      useEffect(() => {
        more.current = loadMore
      })
      return <p data-testid="count">{`${conversations.length} ${hasMore}`}</p>
    }
    renderApp(<Count />, { url: server.url, userId: 'ana' })
    await shows('count', '30 true')
    await act(() => more.current?.() ?? Promise.resolve())
    await shows('count', '32 false')
  })
})
