// @vitest-environment node
import {
  RealtimeSyncProvider,
  SocketProvider,
  useChat,
  useConversations,
  useDataUpdate,
  useIsOnline,
  useNotifications,
  useOnlineUsers,
  useSocket,
  useSocketListener,
  useTyping,
  useUnreadCount,
} from '@monhub/realtime-react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'

function Everything() {
  const { socket, onlineUsers, isConnected, status } = useSocket()
  useSocketListener('price', () => {})
  useDataUpdate('property', () => {})
  const seen = [
    socket,
    onlineUsers,
    isConnected,
    status,
    useChat('bob').messages,
    useChat('bob').status,
    useConversations().conversations,
    useTyping('bob').typingUsers,
    useIsOnline('bob'),
    useOnlineUsers(),
    useNotifications().notifications,
    useUnreadCount().messages,
  ]
  return <p>{JSON.stringify(seen)}</p>
}

describe('on a server', () => {
  it('every hook renders its constant, and nothing connects', () => {
    const html = renderToString(
      <SocketProvider url="http://127.0.0.1:9" userId="ana">
        <RealtimeSyncProvider onUpdate={() => {}}>
          <Everything />
        </RealtimeSyncProvider>
      </SocketProvider>,
    )
    const constants = '[null,[],false,"idle",[],"idle",[],[],false,[],[],0]'
    expect(html).toBe(`<p>${constants.replaceAll('"', '&quot;')}</p>`)
  })
})
