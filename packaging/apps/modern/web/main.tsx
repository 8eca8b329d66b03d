import {
  RealtimeSyncProvider,
  SocketProvider,
  useChat,
  useIsOnline,
  useSocket,
  useSocketListener,
} from '@monhub/realtime-react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { contract } from '../contract.js'

declare module '@monhub/realtime-react' {
  interface Register {
    contract: typeof contract
  }
}

function Chat({ peerId }: { peerId: string }) {
  const { socket, onlineUsers, isConnected } = useSocket()
  const { messages, send, typingUsers, setTyping } = useChat(peerId)
  const isOnline = useIsOnline(peerId)
  useSocketListener<{ title: string }>('notification:new', ({ title }) => {
    document.title = title
  })
  useSocketListener('listing:sold', ({ price }) => {
    document.title = price.toFixed(2)
  })
  // @ts-expect-error The contract has no such event.
  useSocketListener('listing:slod', () => {})
  const view = async () => {
    const answer = await socket?.emitWithAck('listing:view', { id: 'l1' })
    if (answer?.ok) document.title = answer.viewers.toFixed()
    // @ts-expect-error An id is a string.
    socket?.emit('listing:view', { id: 1 })
  }
  // @ts-expect-error Types that were lost on the way would allow this.
  const wrong: number = messages
  return (
    <main>
      <p>
        {isConnected ? onlineUsers.length : 0} online, {isOnline ? peerId : 'nobody'} here
      </p>
      <ul>
        {messages.map(({ clientId, text, delivery }) => (
          <li key={clientId}>
            {text} {delivery} {wrong}
          </li>
        ))}
      </ul>
      <p>{typingUsers.join()} typing</p>
      <button
        onClick={() => {
          setTyping(false)
          void send('hello')
          void view()
        }}
      >
        Send
      </button>
    </main>
  )
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <SocketProvider userId="ann" loading={false}>
      <RealtimeSyncProvider onUpdate={({ type }) => console.log(type)}>
        <Chat peerId="bob" />
      </RealtimeSyncProvider>
    </SocketProvider>
  </StrictMode>,
)
