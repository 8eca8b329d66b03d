import { useChat, useOnlineUsers, useSocket } from '@monhub/realtime-react'
import { directConversationId } from '@monhub/realtime-protocol'
import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { stored } from '../core/messages'
import { createRenderCount, renderStubApp } from './stubApp'

describe('useSocket', () => {
  it('renders what reads the socket alone 0 times over 1000 changes of presence and messages', async () => {
    const renders = createRenderCount()
    function Reader() {
      renders.count('reader')
      const { socket } = useSocket()
      return <p data-testid="reader">{socket ? 'socket' : 'none'}</p>
    }
    // Proves that the events arrive: these read what they change.
    function Everybody() {
      renders.count('everybody')
      return <p data-testid="everybody">{useOnlineUsers().length}</p>
    }
    function Messages() {
      renders.count('messages')
      return <p data-testid="messages">{useChat('bob').messages.length}</p>
    }
    const { says, answers, settle } = renderStubApp(
      <>
        <Reader />
        <Everybody />
        <Messages />
      </>,
    )
    await settle()
    await answers('presence:watch', () => ({ users: {} }))
    const conversationId = directConversationId('me', 'bob')
    await answers('message:history', () => ({
      ...{ conversationId, messages: [], hasMore: false, head: 0, cursors: [], unreadCount: 0 },
    }))
    renders.reset()
    for (let seq = 1; seq <= 500; seq++) {
      says('presence:diff', { joined: { [`user-${seq}`]: {} } })
      const message = stored(seq, { conversationId, senderId: 'bob' })
      says('message:new', { message, sender: { _id: 'bob' } })
    }
    expect(screen.getByTestId('reader').textContent).toBe('socket')
    expect(screen.getByTestId('everybody').textContent).toBe('500')
    expect(screen.getByTestId('messages').textContent).toBe('500')
    expect(renders.rendered()).toEqual({ everybody: 500, messages: 500 })
  })
})
