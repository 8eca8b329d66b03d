import {
  useChat,
  useConnection,
  useIsOnline,
  useSocket,
  useSocketListener,
  type UseChatResult,
} from '@monhub/realtime-react'
import { useState } from 'react'

/** Takes the fields out of the result. */
export function Fields() {
  const { socket, status, isConnected, onlineUsers } = useSocket()
  return (
    <p data-testid="fields">
      {[socket ? 'socket' : 'none', status, String(isConnected), onlineUsers.join('+')].join(' ')}
    </p>
  )
}

/** Reads from the result as a whole. */
export function Whole() {
  const connection = useSocket()
  return (
    <p data-testid="whole">
      {connection.status} {connection.onlineUsers.length}
    </p>
  )
}

export function Dot({ userId }: { userId: string }) {
  const isOnline = useIsOnline(userId)
  return <p data-testid="dot">{isOnline ? 'online' : 'offline'}</p>
}

/** Computes something of the messages, which the compiler keeps until they change. */
export function Texts({ peerId }: { peerId: string }) {
  const { messages } = useChat(peerId)
  const texts = messages.map(({ text }) => text)
  return <p data-testid="texts">{texts.join(' ')}</p>
}

/** Hands the result on: the compiler renders the child again only for another object. */
export function Parent({ peerId }: { peerId: string }) {
  const chat = useChat(peerId)
  return <Child chat={chat} />
}

function Child({ chat }: { chat: UseChatResult }) {
  return (
    <>
      <p data-testid="child">
        {[...chat.messages.map(({ text }) => text), ...chat.typingUsers].join(' ')}
      </p>
      <button onClick={() => void chat.send('from the child')}>Send</button>
    </>
  )
}

/** A callback and a selector written inline. */
export function Inline({ suffix }: { suffix: string }) {
  const [heard, setHeard] = useState('nothing')
  const label = useConnection(({ status }) => status + suffix)
  useSocketListener<string>('news', (text) => setHeard(text + suffix))
  return (
    <p data-testid="inline">
      {label} {heard}
    </p>
  )
}
