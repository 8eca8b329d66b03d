const { SocketProvider, useChat, useSocket } = require('@monhub/realtime-react')
const { createElement } = require('react')
const { renderToString } = require('react-dom/server')

function Chat() {
  const { isConnected } = useSocket()
  const { messages } = useChat('bob')
  return createElement('p', null, `${messages.length} messages, connected: ${isConnected}`)
}

console.log(renderToString(createElement(SocketProvider, { userId: 'ann' }, createElement(Chat))))
