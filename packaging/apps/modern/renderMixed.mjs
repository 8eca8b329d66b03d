// A tool that loads half of an app as CommonJS gives it two copies of the package.
import { createRequire } from 'node:module'
import { SocketProvider } from '@monhub/realtime-react'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'

const { useSocket } = createRequire(import.meta.url)('@monhub/realtime-react')

function Status() {
  return createElement('p', null, `connected: ${useSocket().isConnected}`)
}

console.log(renderToString(createElement(SocketProvider, { userId: 'ann' }, createElement(Status))))
