import {
  useSuspenseChat,
  useSuspenseConversations,
  useSuspenseNotifications,
} from '@monhub/realtime-react'
import { screen } from '@testing-library/react'
import { Component, Suspense, type ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import { SocketProvider } from '@monhub/realtime-react'
import { renderApp, serve } from '../support'

// eslint-disable-next-line no-restricted-syntax -- React has no other error boundary
class Boundary extends Component<{ children: ReactNode }, { error?: Error & { code?: string } }> {
  override state: { error?: Error & { code?: string } } = {}
  static getDerivedStateFromError = (error: Error) => ({ error })
  override render() {
    return this.state.error ? <p>failed: {this.state.error.code}</p> : this.props.children
  }
}

function Chat({ id }: { id?: string }) {
  const { messages, status } = useSuspenseChat(id ? { conversationId: id } : 'bob')
  return <p>{[status, ...messages.map(({ text }) => text)].join(' ')}</p>
}
const under = (ui: ReactNode) => (
  <Boundary>
    <Suspense fallback={<p>fallback</p>}>{ui}</Suspense>
  </Boundary>
)

describe('useSuspenseChat', () => {
  it('shows the fallback until the history is there, also before the connection', async () => {
    const server = await serve()
    await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'one' })
    const app = renderApp(under(<Chat />), { url: server.url, userId: null })
    expect(screen.getByText('fallback')).toBeTruthy()
    app.rerender({ url: server.url, userId: 'ana' })
    await screen.findByText('ready one')
    await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'two' })
    await screen.findByText('ready one two')
  })

  it('hands what fails for good to the error boundary', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const server = await serve()
    renderApp(under(<Chat id="group:of-others" />), { url: server.url, userId: 'ana' })
    await screen.findByText('failed: FORBIDDEN')
    vi.restoreAllMocks()
  })

  it('renders the fallback on a server', () => {
    const browser = globalThis.window
    vi.stubGlobal('window', undefined)
    const html = renderToString(<SocketProvider userId="ana">{under(<Chat />)}</SocketProvider>)
    vi.unstubAllGlobals()
    expect(globalThis.window).toBe(browser)
    expect(html).toContain('fallback')
  })
})

describe('useSuspenseConversations and useSuspenseNotifications', () => {
  it('render once they are loaded', async () => {
    const server = await serve()
    await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'one' })
    await server.service.notify({ userId: 'ana', type: 'x', title: 'New', message: 'offer' })
    function Lists() {
      const { conversations } = useSuspenseConversations()
      const { notifications } = useSuspenseNotifications()
      return <p>{[conversations[0]?.lastMessage?.text, notifications[0]?.title].join(' ')}</p>
    }
    renderApp(under(<Lists />), { url: server.url, userId: 'ana' })
    expect(screen.getByText('fallback')).toBeTruthy()
    await screen.findByText('one New')
  })
})
