import { useChat, useTyping } from '@monhub/realtime-react'
import { act, screen } from '@testing-library/react'
import { useEffect } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { connected, person, renderApp, serve } from '../support'

const shows = (id: string, text: string) =>
  vi.waitFor(() => expect(screen.getByTestId(id).textContent).toBe(text), 5000)

function Typing({ peer, onSet }: { peer: string; onSet?: (set: (is: boolean) => void) => void }) {
  const { typingUsers, setTyping } = useTyping(peer)
  useEffect(() => onSet?.(setTyping), [onSet, setTyping])
  return <p data-testid={peer}>{typingUsers.join()}</p>
}

describe('useTyping', () => {
  it('shows who types in this conversation, until they stop', async () => {
    const server = await serve()
    const ui = (
      <>
        <Typing peer="bob" />
        <Typing peer="eve" />
      </>
    )
    renderApp(ui, { url: server.url, userId: 'ana' })
    const bob = person(server, 'bob')
    await connected(bob)
    await vi.waitFor(() => expect(server.service.isUserOnline('ana')).toBe(true))
    bob.emit('typing:start', { receiverId: 'ana' })
    await shows('bob', 'bob')
    expect(screen.getByTestId('eve').textContent).toBe('')
    bob.emit('typing:stop', { receiverId: 'ana' })
    await shows('bob', '')
  })

  it('ends with their message and with the connection', async () => {
    const server = await serve()
    renderApp(<Typing peer="bob" />, { url: server.url, userId: 'ana' })
    const bob = person(server, 'bob')
    await connected(bob)
    await vi.waitFor(() => expect(server.service.isUserOnline('ana')).toBe(true))
    bob.emit('typing:start', { receiverId: 'ana' })
    await shows('bob', 'bob')
    await bob.request('message:send', { receiverId: 'ana', text: 'hi' })
    await shows('bob', '')
    bob.emit('typing:start', { receiverId: 'ana' })
    await shows('bob', 'bob')
    for (const socket of server.io.of('/').sockets.values()) socket.conn.close()
    await shows('bob', '')
  })

  it('tells the others, and stops when the message is sent or edited', async () => {
    const server = await serve()
    const bob = person(server, 'bob')
    const heard: boolean[] = []
    bob.on('typing:update', ({ isTyping }) => heard.push(isTyping))
    await connected(bob)
    const actions: Partial<ReturnType<typeof useChat>> = {}
    function Chat() {
      const { send, edit, setTyping, status } = useChat('bob')
      useEffect(() => void Object.assign(actions, { send, edit, setTyping }))
      return <p data-testid="status">{status}</p>
    }
    renderApp(<Chat />, { url: server.url, userId: 'ana' })
    await shows('status', 'ready')
    for (let key = 0; key < 5; key++) actions.setTyping?.(true)
    await vi.waitFor(() => expect(heard).toEqual([true]))
    const message = await act(async () => actions.send?.('hello'))
    await vi.waitFor(() => expect(heard).toEqual([true, false]))
    actions.setTyping?.(true)
    await vi.waitFor(() => expect(heard).toEqual([true, false, true]))
    await act(async () => actions.edit?.(message?._id ?? '', 'hello!'))
    await vi.waitFor(() => expect(heard).toEqual([true, false, true, false]))
  })
})
