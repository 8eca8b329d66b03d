import { fireEvent, screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { connected, person, renderApp, serve } from '../support'
import * as components from './components.compiled'

const { Dot, Fields, Inline, Parent, Texts, Whole } = components

const shows = (id: string, text: string) =>
  vi.waitFor(() => expect(screen.getByTestId(id).textContent).toBe(text), 5000)

describe('under the React Compiler', () => {
  it.each(Object.entries(components))('%s was compiled', (_, component) => {
    // Where compiled code keeps what it has computed.
    expect(component.toString()).toMatch(/\$\[0\]/)
  })

  it('useSocket renders what changes, in fields and as a whole', async () => {
    const server = await serve()
    const ui = (
      <>
        <Fields />
        <Whole />
      </>
    )
    const { rerender } = renderApp(ui, { url: server.url, userId: 'ana' })
    await shows('fields', 'socket connected true ana')
    await shows('whole', 'connected 1')
    const bob = person(server, 'bob')
    await shows('fields', 'socket connected true ana+bob')
    await shows('whole', 'connected 2')
    bob.close()
    await shows('fields', 'socket connected true ana')
    await shows('whole', 'connected 1')
    rerender({ url: server.url, userId: null })
    await shows('fields', 'none idle false ')
    await shows('whole', 'idle 0')
  })

  it('useIsOnline renders coming and going', async () => {
    const server = await serve()
    renderApp(<Dot userId="bob" />, { url: server.url, userId: 'ana' })
    await shows('dot', 'offline')
    const bob = person(server, 'bob')
    await shows('dot', 'online')
    bob.close()
    await shows('dot', 'offline')
  })

  it('useChat renders messages and typing, also where its result is handed on', async () => {
    const server = await serve()
    await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'one' })
    const ui = (
      <>
        <Texts peerId="bob" />
        <Parent peerId="bob" />
      </>
    )
    renderApp(ui, { url: server.url, userId: 'ana' })
    await shows('texts', 'one')
    await shows('child', 'one')
    const bob = person(server, 'bob')
    await connected(bob)
    bob.emit('typing:start', { receiverId: 'ana' })
    await shows('child', 'one bob')
    await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'two' })
    await shows('texts', 'one two')
    await shows('child', 'one two')
    fireEvent.click(screen.getByRole('button'))
    await shows('texts', 'one two from the child')
    await shows('child', 'one two from the child')
  })

  it('callbacks and selectors written inline are the latest', async () => {
    const server = await serve()
    const props = { url: server.url, userId: 'ana' }
    const { rerender } = renderApp(<Inline suffix="!" />, props)
    await shows('inline', 'connected! nothing')
    server.io.emit('news', 'one')
    await shows('inline', 'connected! one!')
    rerender(props, <Inline suffix="?" />)
    await shows('inline', 'connected? one!')
    server.io.emit('news', 'two')
    await shows('inline', 'connected? two?')
  })
})
