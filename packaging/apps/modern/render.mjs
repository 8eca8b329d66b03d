import { SocketProvider, useChat, useSocket } from '@monhub/realtime-react'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'

function Chat() {
  const { isConnected } = useSocket()
  const { messages } = useChat('bob')
  return createElement('p', null, `${messages.length} messages, connected: ${isConnected}`)
}

console.log(renderToString(createElement(SocketProvider, { userId: 'ann' }, createElement(Chat))))
