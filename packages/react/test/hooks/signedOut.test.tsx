import {
  useConnection,
  useConversations,
  useIsOnline,
  useNotifications,
  useOnlineUsers,
  usePresence,
  useSocket,
  useTyping,
  useUnreadCount,
} from '@monhub/realtime-react'
import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderApp } from '../support'

function Everything() {
  const connection = useConnection()
  const conversations = useConversations()
  const notifications = useNotifications({ onNew: () => {} })
  const typing = useTyping('bob')
  const unread = useUnreadCount()
  const { socket, status } = useSocket()
  const use = () => {
    connection.reconnectNow()
    notifications.markRead('all')
    typing.setTyping(true)
    void conversations.loadMore()
    void notifications.loadMore()
  }
  const seen = {
    ...{ socket, status, connection: connection.status, unread: { ...unread } },
    ...{ conversations: conversations.status, notifications: notifications.status },
    ...{ typing: typing.typingUsers, everybody: useOnlineUsers(), bob: useIsOnline('bob') },
    eve: { ...usePresence('eve') },
  }
  return <button onClick={use}>{JSON.stringify(seen)}</button>
}

it('every hook is empty and harmless while nobody is signed in', () => {
  renderApp(<Everything />, { userId: null })
  const button = screen.getByRole('button')
  button.click()
  expect(JSON.parse(button.textContent ?? '')).toEqual({
    ...{ socket: null, status: 'idle', connection: 'idle' },
    ...{ unread: { messages: 0, notifications: 0 }, conversations: 'idle', notifications: 'idle' },
    ...{ typing: [], everybody: [], bob: false, eve: { isOnline: false } },
  })
})
