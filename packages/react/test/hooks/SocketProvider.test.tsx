import { SocketProvider, useChat, useConnection, useSocket } from '@monhub/realtime-react'
import { render, screen } from '@testing-library/react'
import { StrictMode, type ReactNode } from 'react'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { comeOnline, connections, renderApp, serve, silent } from '../support'

function Status() {
  const { socket, isConnected, status, onlineUsers } = useSocket()
  return (
    <p data-testid="status">
      {[status, String(isConnected), socket ? 'socket' : 'null', onlineUsers.join()].join(' ')}
    </p>
  )
}
const status = () => screen.getByTestId('status').textContent
const shows = (text: string) => vi.waitFor(() => expect(status()).toBe(text), 5000)

describe('SocketProvider', () => {
  it('opens one connection under StrictMode', async () => {
    const server = await serve()
    const onConnection = vi.fn()
    server.io.on('connection', onConnection)
    renderApp(<Status />, { url: server.url, userId: 'ana' })
    await shows('connected true socket ana')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(onConnection).toHaveBeenCalledTimes(1)
    expect(server.io.engine.clientsCount).toBe(1)
  })

  it('waits while loading and while nobody is signed in', async () => {
    const server = await serve()
    const { rerender } = renderApp(<Status />, { url: server.url, userId: 'ana', loading: true })
    expect(status()).toBe('idle false null ')
    rerender({ url: server.url, userId: null })
    expect(status()).toBe('idle false null ')
    expect(server.io.engine.clientsCount).toBe(0)
    rerender({ url: server.url, userId: 'ana' })
    await shows('connected true socket ana')
  })

  it('disconnects at once and forgets on sign-out', async () => {
    const server = await serve()
    const { rerender } = renderApp(<Status />, { url: server.url, userId: 'ana' })
    await shows('connected true socket ana')
    rerender({ url: server.url, userId: null })
    expect(status()).toBe('idle false null ')
    await connections(server, 0)
  })

  it('leaves nothing of the one when another signs in', async () => {
    const server = await serve()
    await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'secret' })
    const seen: string[] = []
    function Chat() {
      const { messages } = useChat('bob')
      seen.push(messages.map(({ text }) => text).join())
      return <p data-testid="messages">{messages.map(({ text }) => text).join()}</p>
    }
    const ui = (
      <>
        <Status />
        <Chat />
      </>
    )
    const { rerender } = renderApp(ui, { url: server.url, userId: 'ana' })
    await screen.findByText('secret')
    await shows('connected true socket ana')
    seen.length = 0
    rerender({ url: server.url, userId: 'eve' })
    expect(screen.getByTestId('messages').textContent).toBe('')
    await shows('connected true socket eve')
    expect(seen.join('')).toBe('')
    expect(server.service.getOnlineUsers()).toEqual(['eve'])
  })

  it('keeps the connection when props change by identity only', async () => {
    const server = await serve()
    const onConnection = vi.fn()
    server.io.on('connection', onConnection)
    const props = () => ({ url: server.url, userId: 'ana', options: { path: '/socket.io' } })
    const { rerender } = renderApp(<Status />, { ...props(), auth: () => 'one' })
    await shows('connected true socket ana')
    rerender({ ...props(), auth: () => 'two' })
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(onConnection).toHaveBeenCalledTimes(1)
  })

  it('asks the latest auth callback', async () => {
    const tokens: unknown[] = []
    const server = await serve({
      authenticate: ({ auth }) => {
        tokens.push(auth.token)
        return { userId: 'ana' }
      },
    })
    const { rerender } = renderApp(<Status />, { url: server.url, userId: 'ana', auth: () => '1' })
    await shows('connected true socket ana')
    rerender({ url: server.url, userId: 'ana', auth: () => '2' })
    for (const socket of server.io.of('/').sockets.values()) socket.conn.close()
    await vi.waitFor(() => expect(tokens).toEqual(['1', '2']), 5000)
  })

  it('hands the connection over when the tree is mounted anew', async () => {
    const server = await serve()
    const onConnection = vi.fn()
    server.io.on('connection', onConnection)
    const first = renderApp(<Status />, { url: server.url, userId: 'ana' })
    await shows('connected true socket ana')
    first.unmount()
    renderApp(<Status />, { url: server.url, userId: 'ana' })
    expect(status()).toMatch(/^connected true socket/)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(onConnection).toHaveBeenCalledTimes(1)
    expect(server.io.engine.clientsCount).toBe(1)
  })

  it('throws a sentence for a hook outside of it, with its name', () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {})
    onTestFinished(() => error.mockRestore())
    expect(() => render(<Status />)).toThrow('useSocket must be used within SocketProvider')
    const Chat = () => <>{useChat('bob').status}</>
    expect(() => render(<Chat />)).toThrow('useChat must be used within SocketProvider')
  })

  it('serves two people on one page', async () => {
    const server = await serve()
    const As = ({ userId, children }: { userId: string; children: ReactNode }) => (
      <SocketProvider url={server.url} userId={userId} logger={silent}>
        {children}
      </SocketProvider>
    )
    const Me = ({ id }: { id: string }) => <p data-testid={id}>{useSocket().status}</p>
    render(
      <StrictMode>
        <As userId="ana">
          <Me id="ana" />
        </As>
        <As userId="bob">
          <Me id="bob" />
        </As>
      </StrictMode>,
    )
    await vi.waitFor(() => {
      expect(screen.getByTestId('ana').textContent).toBe('connected')
      expect(screen.getByTestId('bob').textContent).toBe('connected')
    })
    expect(server.service.getOnlineUsers().sort()).toEqual(['ana', 'bob'])
    expect(server.io.engine.clientsCount).toBe(2)
  })
})

describe('useConnection', () => {
  it('says why there is no connection, and tries again when told', async () => {
    let isKnown = false
    const server = await serve({ authenticate: () => (isKnown ? { userId: 'ana' } : null) })
    function Banner() {
      const { status, error, reconnectNow } = useConnection()
      return (
        <button onClick={reconnectNow}>
          {status} {error?.code}
        </button>
      )
    }
    renderApp(<Banner />, { url: server.url, userId: 'ana' })
    const banner = await screen.findByText('unauthorized UNAUTHENTICATED')
    isKnown = true
    banner.click()
    await screen.findByText('connected')
  })

  it('says when the next attempt comes', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(1)
    onTestFinished(() => void vi.restoreAllMocks())
    const server = await serve()
    const startedAt = Date.now()
    function Banner() {
      const { status, attempt, nextAttemptAt } = useConnection()
      const isWaiting = nextAttemptAt !== undefined && nextAttemptAt > startedAt
      return <p>{[status, attempt, isWaiting ? 'waiting' : 'not waiting'].join(' ')}</p>
    }
    renderApp(<Banner />, { url: server.url, userId: 'ana' })
    await screen.findByText('connected 0 not waiting')
    for (const socket of server.io.of('/').sockets.values()) socket.conn.close()
    await screen.findByText('reconnecting 0 waiting')
    comeOnline()
    await screen.findByText('connected 0 not waiting')
  })
})
