// @vitest-environment jsdom
/// <reference lib="dom" />
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest'

/** What an app of its own has installed; its React is not that of this repository. */
function load(app: string) {
  const require = createRequire(join(inject('installed'), app, 'package.json'))
  return {
    React: require('react') as typeof import('react'),
    client: require('react-dom/client') as typeof import('react-dom/client'),
    server: require('react-dom/server') as typeof import('react-dom/server'),
    realtime: require('@monhub/realtime-react') as typeof import('@monhub/realtime-react'),
    testing:
      require('@monhub/realtime-server/testing') as typeof import('@monhub/realtime-server/testing'),
  }
}

describe('a page from a server', () => {
  it.each([
    { major: 18, app: 'legacy' },
    { major: 19, app: 'modern' },
  ])(
    'is hydrated by React $major without a warning, and goes live once',
    async ({ app, major }) => {
      const { React, client, server, realtime, testing } = load(app)
      expect(React.version).toMatch(`${major}.`)
      const { url, service, io, close } = await testing.startTestServer()
      onTestFinished(close)
      await service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'hello' })
      const onConnection = vi.fn()
      io.on('connection', onConnection)
      const warned = vi.spyOn(console, 'error')
      onTestFinished(() => warned.mockRestore())

      function Page() {
        const { status, onlineUsers } = realtime.useSocket()
        const { messages } = realtime.useChat('bob')
        const isOnline = realtime.useIsOnline('ana')
        const seen = [status, onlineUsers.join('+'), isOnline, ...messages.map(({ text }) => text)]
        return React.createElement('p', null, seen.join(' '))
      }
      const page = React.createElement(
        React.StrictMode,
        null,
        React.createElement(
          realtime.SocketProvider,
          { url, userId: 'ana' },
          React.createElement(Page),
        ),
      )
      const container = document.body.appendChild(document.createElement('div'))
      onTestFinished(() => container.remove())
      container.innerHTML = server.renderToString(page)
      expect(container.textContent).toBe('idle  false')

      const onRecoverableError = vi.fn()
      const root = client.hydrateRoot(container, page, { onRecoverableError })
      await vi.waitFor(() => expect(container.textContent).toBe('connected ana true hello'), 5000)
      expect(warned).not.toHaveBeenCalled()
      expect(onRecoverableError).not.toHaveBeenCalled()
      expect(onConnection).toHaveBeenCalledTimes(1)

      root.unmount()
      await vi.waitFor(() => expect(io.engine.clientsCount).toBe(0), 5000)
    },
  )
})
