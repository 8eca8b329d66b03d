/**
 * The client code of REFERENCE.md, with its imports changed and nothing else but the formatting.
 * What it leaves undeclared is declared first.
 */
import {
  RealtimeSyncProvider as OurRealtimeSyncProvider,
  SocketProvider,
  useChat,
  useNotifications,
  useSocket,
  useSocketListener,
} from '@monhub/realtime-react'
import { connectTestClient } from '@monhub/realtime-server/testing'
import { act, render, screen } from '@testing-library/react'
import React, { StrictMode, useCallback, useEffect, useState } from 'react'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { connected, person, renderApp, serve, silent } from './support'

interface Message {
  _id: string
  text: string
  isRead?: boolean
  readAt?: Date | string
}
interface User {
  _id: string
}
const currentUserId = 'ana'
const toast = { info: vi.fn<(message: string) => void>() }
const refetchNotifications = vi.fn()
const mutate = vi.fn<(key: string) => void>()

const UserStatus = ({ isOnline }: { isOnline: boolean }) => (
  <p data-testid="user">{isOnline ? 'online' : 'offline'}</p>
)
const MessageList = ({ messages }: { messages: Message[] }) => (
  <ul data-testid="list">
    {messages.map(({ _id, text, isRead }) => (
      <li key={_id}>
        {text}
        {isRead && ' (read)'}
      </li>
    ))}
  </ul>
)
const TypingIndicator = () => <p data-testid="typing">typing</p>
const MessageInput = ({ onTyping }: { onTyping: (isTyping: boolean) => void }) => (
  <input aria-label="Message" onFocus={() => onTyping(true)} onBlur={() => onTyping(false)} />
)

// components/chat/ChatMessages.tsx
const ChatMessages = ({ selectedUserId }: { selectedUserId: string }) => {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- as in the reference
  const { socket, onlineUsers, isConnected } = useSocket()
  const [messages, setMessages] = useState<Message[]>([])
  const [typingUsers, setTypingUsers] = useState<string[]>([])

  // Listen for new messages
  useEffect(() => {
    if (!socket) return

    const handleNewMessage = (data: { message: Message; sender: User }) => {
      if (data.sender._id === selectedUserId) {
        setMessages((prev) => [...prev, data.message])
      }
    }

    socket.on('message:new', handleNewMessage)

    return () => {
      socket.off('message:new', handleNewMessage)
    }
  }, [socket, selectedUserId])

  // Listen for typing updates
  useEffect(() => {
    if (!socket) return

    const handleTypingUpdate = (data: { userId: string; isTyping: boolean }) => {
      if (data.isTyping) {
        setTypingUsers((prev) => [...prev, data.userId])
      } else {
        setTypingUsers((prev) => prev.filter((id) => id !== data.userId))
      }
    }

    socket.on('typing:update', handleTypingUpdate)

    return () => {
      socket.off('typing:update', handleTypingUpdate)
    }
  }, [socket])

  // Send typing indicator
  const handleTyping = (isTyping: boolean) => {
    socket?.emit(isTyping ? 'typing:start' : 'typing:stop', {
      senderId: currentUserId,
      receiverId: selectedUserId,
    })
  }

  // Check if user is online
  const isOnline = onlineUsers.includes(selectedUserId)

  return (
    <div>
      <UserStatus isOnline={isOnline} />
      <MessageList messages={messages} />
      {typingUsers.includes(selectedUserId) && <TypingIndicator />}
      <MessageInput onTyping={handleTyping} />
    </div>
  )
}

// Read Receipts: a fragment, in the component it needs around it.
const ReadReceipts = ({ selectedUserId }: { selectedUserId: string }) => {
  const { socket } = useSocket()
  const [messages, setMessages] = useState<Message[]>([])

  // Mark messages as read when viewing conversation
  const markAsRead = useCallback(
    async (messageIds: string[]) => {
      if (!socket || !messageIds.length) return

      // Emit to server
      socket.emit('message:read', {
        messageIds,
        senderId: selectedUserId,
        readBy: currentUserId,
      })

      // Optimistic update
      setMessages((prev) =>
        prev.map((msg) =>
          messageIds.includes(msg._id) ? { ...msg, isRead: true, readAt: new Date() } : msg,
        ),
      )
    },
    // eslint-disable-next-line react-hooks/exhaustive-deps -- as in the reference
    [socket, selectedUserId, currentUserId],
  )

  useSocketListener<{ message: Message }>('message:new', ({ message }) => {
    setMessages((prev) => [...prev, message])
  })
  return (
    <button onClick={() => void markAsRead(messages.map(({ _id }) => _id))}>
      <MessageList messages={messages} />
    </button>
  )
}

// components/notifications/NotificationListener.tsx
const NotificationListener = () => {
  const { socket } = useSocket()

  useEffect(() => {
    if (!socket) return

    socket.on('notification:new', (notification) => {
      // Show toast
      toast.info(notification.message)

      // Update notification count
      refetchNotifications()
    })

    return () => {
      socket.off('notification:new')
    }
  }, [socket])

  return null
}

// providers/RealtimeSyncProvider.tsx
export const RealtimeSyncProvider: React.FC<{ children: React.ReactNode }> = ({ children }) => {
  const { socket } = useSocket()

  useEffect(() => {
    if (!socket) return

    // Listen for data updates
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    socket.on('data:update', (data: { type: string; payload: any }) => {
      switch (data.type) {
        case 'collaboration':
          // Invalidate SWR cache
          mutate('/api/collaboration')
          break
        case 'property':
          mutate('/api/property')
          break
        // ... other types
      }
    })

    return () => {
      socket.off('data:update')
    }
  }, [socket])

  return <>{children}</>
}

const shows = (id: string, text: string) =>
  vi.waitFor(() => expect(screen.getByTestId(id).textContent).toBe(text), 5000)

describe('ChatMessages of the reference', () => {
  it('shows messages, typing and online state, and tells of its own typing', async () => {
    const server = await serve()
    renderApp(<ChatMessages selectedUserId="bob" />, { url: server.url, userId: currentUserId })
    expect(screen.getByTestId('user').textContent).toBe('offline')
    const bob = person(server, 'bob')
    const heard: unknown[] = []
    bob.on('typing:update', ({ userId, isTyping }) => heard.push({ userId, isTyping }))
    await shows('user', 'online')

    bob.emit('typing:start', { receiverId: currentUserId })
    await screen.findByTestId('typing')
    await bob.request('message:send', { receiverId: currentUserId, text: 'hello' })
    await shows('list', 'hello')
    await vi.waitFor(() => expect(screen.queryByTestId('typing')).toBeNull())
    await server.service.sendMessage({ senderId: 'eve', receiverId: currentUserId, text: 'psst' })
    await bob.request('message:send', { receiverId: currentUserId, text: 'again' })
    await shows('list', 'helloagain')

    act(() => screen.getByLabelText('Message').focus())
    await vi.waitFor(() => expect(heard).toEqual([{ userId: currentUserId, isTyping: true }]))
    act(() => screen.getByLabelText('Message').blur())
    await vi.waitFor(() => expect(heard).toHaveLength(2))
    expect(heard[1]).toEqual({ userId: currentUserId, isTyping: false })

    bob.close()
    await shows('user', 'offline')
  })

  it('understands a plain Socket.IO client', async () => {
    const server = await serve()
    renderApp(<ChatMessages selectedUserId="bob" />, { url: server.url, userId: currentUserId })
    const bob = await connectTestClient(server.url, { userId: 'bob', version: 1 })
    onTestFinished(bob.close)
    await shows('user', 'online')
    await bob.request('typing:start', { senderId: 'bob', receiverId: currentUserId })
    await screen.findByTestId('typing')
    await bob.request('typing:stop', { senderId: 'bob', receiverId: currentUserId })
    await vi.waitFor(() => expect(screen.queryByTestId('typing')).toBeNull())
  })
})

describe('read receipts of the reference', () => {
  it('reach the sender and are stored', async () => {
    const server = await serve()
    renderApp(<ReadReceipts selectedUserId="bob" />, { url: server.url, userId: currentUserId })
    const bob = person(server, 'bob')
    const read = new Promise((resolve) => {
      bob.on('message:read', ({ messageIds, readBy }) => resolve({ messageIds, readBy }))
    })
    await connected(bob)
    await vi.waitFor(() => expect(server.service.isUserOnline(currentUserId)).toBe(true))
    const { message } = await bob.request('message:send', {
      receiverId: currentUserId,
      text: 'hello',
    })
    await shows('list', 'hello')
    act(() => screen.getByRole('button').click())
    expect(screen.getByTestId('list').textContent).toBe('hello (read)')
    expect(await read).toEqual({ messageIds: [message._id], readBy: currentUserId })
    const { messages } = await server.service.history({ userId: 'bob', peerId: currentUserId })
    expect(messages[0]?.isRead).toBe(true)
  })
})

describe('NotificationListener of the reference', () => {
  it("works beside the SDK's own inbox, which survives its `socket.off`", async () => {
    const server = await serve()
    toast.info.mockClear()
    refetchNotifications.mockClear()
    const Inbox = () => <p data-testid="inbox">{useNotifications().unreadCount}</p>
    const app = (isListening: boolean) => (
      <>
        {isListening && <NotificationListener />}
        <Inbox />
      </>
    )
    const props = { url: server.url, userId: currentUserId }
    const { rerender } = renderApp(app(true), props)
    const notify = (message: string) =>
      server.service.notify({ userId: currentUserId, type: 'proposal', title: 'New', message })
    await vi.waitFor(() => expect(server.service.isUserOnline(currentUserId)).toBe(true))
    await notify('a proposal')
    await shows('inbox', '1')
    expect(toast.info.mock.calls).toEqual([['a proposal']])
    expect(refetchNotifications).toHaveBeenCalledTimes(1)

    rerender(props, app(false))
    await notify('another')
    await shows('inbox', '2')
    expect(toast.info).toHaveBeenCalledTimes(1)
  })
})

describe('RealtimeSyncProvider of the reference', () => {
  it("refetches by type, and the SDK's own survives its `socket.off`", async () => {
    const server = await serve()
    mutate.mockClear()
    const ours = vi.fn<(type: string) => void>()
    const app = (isTheirsThere: boolean) => (
      <OurRealtimeSyncProvider onUpdate={({ type }) => ours(type)}>
        {isTheirsThere && <RealtimeSyncProvider>{null}</RealtimeSyncProvider>}
      </OurRealtimeSyncProvider>
    )
    const props = { url: server.url, userId: currentUserId }
    const { rerender } = renderApp(app(true), props)
    await vi.waitFor(() => expect(server.service.isUserOnline(currentUserId)).toBe(true))
    server.service.emitToUser(currentUserId, 'data:update', { type: 'property', payload: {} })
    await server.service.publishUpdate('all', { type: 'collaboration' })
    await vi.waitFor(() =>
      expect(mutate.mock.calls).toEqual([['/api/property'], ['/api/collaboration']]),
    )
    rerender(props, app(false))
    await server.service.publishUpdate('all', { type: 'property' })
    await vi.waitFor(() => expect(ours).toHaveBeenCalledTimes(3))
    expect(mutate).toHaveBeenCalledTimes(2)
  })
})

describe('two people, one with the code of the reference and one with the hooks', () => {
  it('see each other, type and talk', async () => {
    const server = await serve()
    const actions: Partial<ReturnType<typeof useChat>> = {}
    function Chat() {
      const { messages, send, setTyping, status } = useChat(currentUserId)
      useEffect(() => void Object.assign(actions, { send, setTyping }))
      return <p data-testid="chat">{`${status} ${messages.map(({ text }) => text).join()}`}</p>
    }
    render(
      <StrictMode>
        <SocketProvider url={server.url} userId={currentUserId} logger={silent}>
          <ChatMessages selectedUserId="bob" />
        </SocketProvider>
        <SocketProvider url={server.url} userId="bob" logger={silent}>
          <Chat />
        </SocketProvider>
      </StrictMode>,
    )
    await shows('user', 'online')
    await shows('chat', 'ready ')
    actions.setTyping?.(true)
    await screen.findByTestId('typing')
    await act(async () => {
      await actions.send?.('hello')
    })
    await shows('list', 'hello')
    await shows('chat', 'ready hello')
    await vi.waitFor(() => expect(screen.queryByTestId('typing')).toBeNull())
  })
})
