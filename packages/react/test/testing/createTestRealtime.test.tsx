import { SocketProvider } from '@monhub/realtime-react'
import { createTestRealtime } from '@monhub/realtime-react/testing'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { StrictMode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { Chat, open, refuseComplaints } from './support'

refuseComplaints()

const write = (text: string) => {
  fireEvent.change(screen.getByRole('textbox'), { target: { value: text } })
  fireEvent.click(screen.getByText('Send'))
}

describe('createTestRealtime', () => {
  it('shows a component what somebody else sends', async () => {
    const realtime = open()
    const bob = realtime.person('bob')
    render(<Chat peerId="bob" />, { wrapper: realtime.wrapper('alice') })
    await bob.send('alice', 'hello')
    await screen.findByText(/^hello/)
  })

  it('lets the service send, and nothing has to be awaited in between', async () => {
    const realtime = open()
    render(<Chat peerId="bob" />, { wrapper: realtime.wrapper('alice') })
    await realtime.service.sendMessage({
      senderId: 'bob',
      receiverId: 'alice',
      text: 'from the server',
    })
    await Promise.resolve()
    await screen.findByText(/^from the server/)
  })

  it('carries what the component sends, and that it was read', async () => {
    const realtime = open()
    const bob = realtime.person('bob')
    const heard = vi.fn()
    bob.client.on('message:new', heard)
    render(<Chat peerId="bob" />, { wrapper: realtime.wrapper('alice') })
    write('hi bob')
    await screen.findByText('hi bob sent')
    expect(heard.mock.calls).toMatchObject([[{ message: { text: 'hi bob', senderId: 'alice' } }]])
    await bob.read('alice')
    await screen.findByText('hi bob sent read')
  })

  it('shows who types and who is online, and who is no more', async () => {
    const realtime = open()
    const bob = realtime.person('bob')
    render(<Chat peerId="bob" />, { wrapper: realtime.wrapper('alice') })
    await screen.findByText('connected, bob is online')
    await bob.type('alice')
    await screen.findByText('bob types')
    await bob.type('alice', false)
    await waitFor(() => expect(screen.queryByText('bob types')).toBeNull())
    bob.goOffline()
    await screen.findByText('connected, bob is offline')
    bob.comeOnline()
    await screen.findByText('connected, bob is online')
  })

  it('holds in StrictMode, with two components of one user on one connection', async () => {
    const realtime = open()
    const Alice = realtime.wrapper('alice')
    const ui = (
      <StrictMode>
        <Alice>
          <Chat peerId="bob" />
        </Alice>
        <Alice>
          <Chat peerId="bob" />
        </Alice>
      </StrictMode>
    )
    render(ui)
    await realtime.person('bob').send('alice', 'hello')
    expect(await screen.findAllByText(/^hello/)).toHaveLength(2)
    expect(realtime.io.of('/').sockets.size).toBe(2)
  })

  it('takes a provider of the app, too', async () => {
    const realtime = open()
    const transports = realtime.transports('alice')
    render(
      <SocketProvider url={realtime.url} userId="alice" options={{ transports }}>
        <Chat peerId="bob" />
      </SocketProvider>,
    )
    await realtime.person('bob').send('alice', 'hello')
    await screen.findByText(/^hello/)
  })

  it('signs nobody in for null', () => {
    const realtime = open()
    render(<Chat peerId="bob" />, { wrapper: realtime.wrapper(null) })
    expect(screen.getByText('idle, bob is offline')).toBeDefined()
  })

  it('asks the app who somebody is', async () => {
    const authenticate = vi.fn(({ auth, headers }) =>
      auth.token === 'secret' || headers.cookie === 'sid=1' ? { userId: 'alice' } : null,
    )
    const realtime = open({ service: { authenticate } })
    const { unmount } = render(<Chat peerId="bob" />, {
      wrapper: realtime.wrapper('alice', { headers: { cookie: 'sid=1' } }),
    })
    await screen.findByText(/^connected/)
    unmount()
    const auth = () => 'wrong'
    render(<Chat peerId="bob" />, { wrapper: realtime.wrapper('carol', { auth }) })
    await screen.findByText(/^unauthorized/)
    expect(authenticate).toHaveBeenCalledTimes(2)
  })

  it('works while timers are faked, but for what is a matter of time', async () => {
    vi.useFakeTimers()
    try {
      const realtime = open()
      const bob = realtime.person('bob')
      render(<Chat peerId="bob" />, { wrapper: realtime.wrapper('alice') })
      await bob.send('alice', 'hello')
      await vi.waitFor(() => screen.getByText(/^hello/))
      await bob.type('alice')
      await vi.waitFor(() => screen.getByText('bob types'))
      await vi.advanceTimersByTimeAsync(6000)
      await vi.waitFor(() => expect(screen.queryByText('bob types')).toBeNull())
      await realtime.close()
    } finally {
      vi.useRealTimers()
    }
  })

  it('gives React its flag back when closed', async () => {
    const scope = globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }
    expect(scope.IS_REACT_ACT_ENVIRONMENT).toBe(true)
    const realtime = createTestRealtime()
    expect(scope.IS_REACT_ACT_ENVIRONMENT).toBe(false)
    scope.IS_REACT_ACT_ENVIRONMENT = true
    realtime.wrapper('alice')
    expect(scope.IS_REACT_ACT_ENVIRONMENT).toBe(false)
    await realtime.close()
    expect(scope.IS_REACT_ACT_ENVIRONMENT).toBe(true)
  })
})
