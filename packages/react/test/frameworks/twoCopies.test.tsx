import * as one from '@monhub/realtime-react'
import { fireEvent, render, screen } from '@testing-library/react'
import { StrictMode, Suspense } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { connections, serve, silent } from '../support'

type Copy = typeof one

/** As where one dependency brings the ESM and another the CommonJS build. */
async function loadAnother(): Promise<Copy> {
  vi.resetModules()
  return import('@monhub/realtime-react')
}

function Chat({ id, copy }: { id: string; copy: Copy }) {
  const { messages, send } = copy.useChat('bob')
  return (
    <>
      <p data-testid={id}>
        {messages.map(({ text, delivery }) => `${text}:${delivery ?? 'theirs'}`).join(' ')}
      </p>
      <button onClick={() => void send(`from ${id}`)}>{id}</button>
    </>
  )
}

const bothShow = (text: string) =>
  vi.waitFor(() => {
    expect(screen.getByTestId('one').textContent).toBe(text)
    expect(screen.getByTestId('other').textContent).toBe(text)
  }, 5000)

async function renderCopies() {
  const server = await serve()
  const other = await loadAnother()
  expect(other.useChat).not.toBe(one.useChat)
  const app = (userId: string | null) => (
    <StrictMode>
      <one.SocketProvider url={server.url} userId={userId} logger={silent}>
        <Chat id="one" copy={one} />
        <Chat id="other" copy={other} />
      </one.SocketProvider>
    </StrictMode>
  )
  const { rerender } = render(app('ana'))
  return { server, other, signOut: () => rerender(app(null)) }
}

describe('two copies of the package on one page', () => {
  it('share the provider and its connection', async () => {
    const { server } = await renderCopies()
    await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'hello' })
    await bothShow('hello:theirs')
    await connections(server, 1)
  })

  it('show and store once what either sends', async () => {
    const { server } = await renderCopies()
    fireEvent.click(screen.getByRole('button', { name: 'one' }))
    await bothShow('from one:sent')
    fireEvent.click(screen.getByRole('button', { name: 'other' }))
    await bothShow('from one:sent from other:sent')
    const { messages } = await server.service.history({ userId: 'ana', peerId: 'bob' })
    expect(messages.map(({ text }) => text)).toEqual(['from one', 'from other'])
  })

  it('both forget who signs out', async () => {
    const { server, signOut } = await renderCopies()
    fireEvent.click(screen.getByRole('button', { name: 'other' }))
    await bothShow('from other:sent')
    signOut()
    await bothShow('')
    await connections(server, 0)
  })

  it('suspend until the provider of the other has a connection', async () => {
    const server = await serve()
    await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'hello' })
    const other = await loadAnother()
    const Suspended = () => <p>{other.useSuspenseChat('bob').messages[0]?.text}</p>
    const app = (userId: string | null) => (
      <one.SocketProvider url={server.url} userId={userId} logger={silent}>
        <Suspense fallback="fallback">
          <Suspended />
        </Suspense>
      </one.SocketProvider>
    )
    const { rerender } = render(app(null))
    expect(screen.getByText('fallback')).toBeTruthy()
    rerender(app('ana'))
    await screen.findByText('hello')
  })
})
