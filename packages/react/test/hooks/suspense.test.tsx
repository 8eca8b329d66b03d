import {
  useSuspenseChat,
  useSuspenseConversations,
  useSuspenseNotifications,
} from '@monhub/realtime-react'
import { fireEvent, render, screen } from '@testing-library/react'
import { Component, startTransition, Suspense, useState, type ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { SocketProvider } from '@monhub/realtime-react'
import { connections, renderApp, serve, serveBehindNetwork, silent } from '../support'

type CodedError = Error & { code?: string }

// eslint-disable-next-line no-restricted-syntax -- React has no other error boundary
class Boundary extends Component<{ children: ReactNode }, { error: CodedError | undefined }> {
  override state: { error: CodedError | undefined } = { error: undefined }
  static getDerivedStateFromError = (error: Error) => ({ error })
  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    return <button onClick={() => this.setState({ error: undefined })}>failed: {error.code}</button>
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

  it('loads anew what failed for good when the error boundary is reset', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    onTestFinished(() => void vi.restoreAllMocks())
    const server = await serve()
    renderApp(under(<Chat id="trip" />), { url: server.url, userId: 'ana' })
    await screen.findByText('failed: FORBIDDEN')
    await server.service.updateMembers({ conversationId: 'trip', add: ['ana'], by: 'bob' })
    await vi.waitFor(() => {
      const again = screen.queryByText('failed: FORBIDDEN')
      if (again) fireEvent.click(again)
      expect(screen.getByText('ready')).toBeTruthy()
    }, 5000)
  })

  it('goes on waiting for what fails for now', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    onTestFinished(() => void vi.restoreAllMocks())
    const authorize = vi
      .fn(() => true)
      .mockImplementationOnce(() => {
        throw new Error('the database is away')
      })
    const server = await serve({ authorize, logger: silent })
    renderApp(under(<Chat />), { url: server.url, userId: 'ana' })
    await screen.findByText('ready')
    expect(authorize.mock.results[0]?.type).toBe('throw')
  })

  it('renders for another user who signs in while it waits', async () => {
    const { server, network } = await serveBehindNetwork()
    network.cut()
    await server.service.sendMessage({ senderId: 'bob', receiverId: 'eve', text: 'for eve' })
    const app = renderApp(under(<Chat />), { url: network.url, userId: 'ana' })
    expect(screen.getByText('fallback')).toBeTruthy()
    app.rerender({ url: server.url, userId: 'eve' })
    await screen.findByText('ready for eve')
  })

  it('renders for another user who signs in by a transition', async () => {
    const server = await serve()
    for (const receiverId of ['ana', 'eve'])
      await server.service.sendMessage({ senderId: 'bob', receiverId, text: `for ${receiverId}` })
    function Session({ children }: { children: ReactNode }) {
      const [userId, setUserId] = useState('ana')
      return (
        <SocketProvider url={server.url} userId={userId} logger={silent}>
          <button onClick={() => startTransition(() => setUserId('eve'))}>switch</button>
          {children}
        </SocketProvider>
      )
    }
    render(<Session>{under(<Chat />)}</Session>)
    await screen.findByText('ready for ana')
    fireEvent.click(screen.getByText('switch'))
    await screen.findByText('ready for eve')
    await vi.waitFor(() => expect(server.service.getOnlineUsers()).toEqual(['eve']))
  })

  it('renders where the provider too is below the Suspense', async () => {
    const server = await serve()
    const ui = (
      <SocketProvider url={server.url} userId="ana" logger={silent}>
        <Chat />
      </SocketProvider>
    )
    const app = render(under(ui))
    await screen.findByText('ready')
    app.unmount()
    await connections(server, 0)
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
