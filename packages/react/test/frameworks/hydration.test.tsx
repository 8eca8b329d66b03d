import {
  RealtimeSyncProvider,
  SocketProvider,
  useChat,
  useConnection,
  useConversations,
  useDataUpdate,
  useInvalidations,
  useIsOnline,
  useNotifications,
  useOnlineUsers,
  usePresence,
  useSocket,
  useSocketListener,
  useSuspenseChat,
  useTyping,
  useUnreadCount,
} from '@monhub/realtime-react'
import { act, screen } from '@testing-library/react'
import { StrictMode, Suspense, type ReactNode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { renderApp, serve, silent } from '../support'

function Everything() {
  const { socket, onlineUsers, status } = useSocket()
  useSocketListener('news', () => {})
  useDataUpdate('*', () => {})
  useInvalidations({ property: () => [['property']] }, () => {})
  const { messages, status: loading } = useChat('bob')
  const seen = [
    ...[socket ? 'socket' : 'none', onlineUsers.length, status, messages.length, loading],
    useChat('bob', { select: ({ unreadCount }) => unreadCount }),
    useConnection().isLost,
    useConnection(({ attempt }) => attempt),
    useConversations().conversations.length,
    useTyping('bob').typingUsers.length,
    useIsOnline('ana'),
    useOnlineUsers().length,
    usePresence('ana').isOnline,
    useNotifications().unreadCount,
    useUnreadCount().messages,
  ]
  return <p data-testid="everything">{seen.join(' ')}</p>
}
const SERVER = 'none 0 idle 0 idle 0 false 0 0 0 false 0 false 0 0'
const LIVE = 'socket 1 connected 1 ready 1 false 0 1 0 true 1 true 0 1'

/** What a server sent, in the page; `hydrate` makes it live. */
function sent(app: ReactNode) {
  vi.stubGlobal('window', undefined)
  const html = renderToString(app)
  vi.unstubAllGlobals()
  const container = document.body.appendChild(document.createElement('div'))
  container.innerHTML = html
  onTestFinished(() => container.remove())
  const warned = vi.spyOn(console, 'error')
  // A bare mock would be asked for all that errors may have, and React warns of some of it.
  const onRecoverableError = vi.fn((_error: unknown) => {})
  onTestFinished(() => warned.mockRestore())
  return {
    html,
    async hydrate() {
      const root = await act(() => hydrateRoot(container, app, { onRecoverableError }))
      onTestFinished(() => act(() => root.unmount()))
    },
    problems: () =>
      [...warned.mock.calls, ...onRecoverableError.mock.calls].map(([what]) => String(what)),
  }
}

async function serveOneMessage() {
  const server = await serve()
  await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'one' })
  return server
}

const page = (url: string, ui: ReactNode) => (
  <StrictMode>
    <SocketProvider url={url} userId="ana" logger={silent}>
      <RealtimeSyncProvider onUpdate={() => {}}>{ui}</RealtimeSyncProvider>
    </SocketProvider>
  </StrictMode>
)
const shows = (text: string) =>
  vi.waitFor(() => expect(screen.getByTestId('everything').textContent).toBe(text), 5000)

describe('a page from a server', () => {
  it('is hydrated without a warning by every hook, and goes live on one connection', async () => {
    const server = await serveOneMessage()
    const onConnection = vi.fn()
    server.io.on('connection', onConnection)
    const { html, hydrate, problems } = sent(page(server.url, <Everything />))
    expect(html).toContain(SERVER)
    await hydrate()
    await shows(LIVE)
    expect(problems()).toEqual([])
    expect(onConnection).toHaveBeenCalledTimes(1)
  })

  it('is hydrated without a warning beside a part of the page that is live already', async () => {
    const server = await serveOneMessage()
    // Before anything is live: server and browser are one process here.
    const { html, hydrate, problems } = sent(page(server.url, <Everything />))
    expect(html).toContain(SERVER)
    function Live() {
      return <p>{useChat('bob').messages.map(({ text }) => `the message ${text}`)}</p>
    }
    renderApp(<Live />, { url: server.url, userId: 'ana' })
    await screen.findByText('the message one')

    await hydrate()
    await shows(LIVE)
    expect(problems()).toEqual([])
    expect(server.io.engine.clientsCount).toBe(1)
  })

  it('has the fallback of what suspends, which the browser replaces', async () => {
    const server = await serveOneMessage()
    function Chat() {
      return <p>{useSuspenseChat('bob').messages.map(({ text }) => `suspended ${text}`)}</p>
    }
    const ui = (
      <Suspense fallback={<p>fallback</p>}>
        <Chat />
      </Suspense>
    )
    const { html, hydrate, problems } = sent(page(server.url, ui))
    expect(html).toContain('fallback')
    await hydrate()
    await screen.findByText('suspended one')
    // React tells so of a boundary that a server left to the browser.
    expect(problems()).toEqual([expect.stringContaining('renders in the browser only')])
  })
})
