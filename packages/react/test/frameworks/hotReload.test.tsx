import * as original from '@monhub/realtime-react'
import { render, screen } from '@testing-library/react'
import { StrictMode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { connections, serve, silent } from '../support'
import { watchLeaks } from './watchLeaks'

type Copy = typeof original

/** The package as a bundler evaluates it anew when something below it was edited. */
async function evaluateAnew(): Promise<Copy> {
  vi.resetModules()
  return import('@monhub/realtime-react')
}

function Page({ copy, onNews }: { copy: Copy; onNews: () => void }) {
  const { status, onlineUsers } = copy.useSocket()
  const { messages } = copy.useChat('bob')
  const isOnline = copy.useIsOnline('ana')
  copy.useSocketListener('news', onNews)
  const texts = messages.map(({ text }) => text)
  return <p data-testid="page">{[status, onlineUsers, isOnline, ...texts].join(' ')}</p>
}

const shows = (text: string) =>
  vi.waitFor(() => expect(screen.getByTestId('page').textContent).toBe(text), 5000)

async function startApp() {
  const leaks = watchLeaks()
  const server = await serve()
  await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'one' })
  const onConnection = vi.fn()
  server.io.on('connection', onConnection)
  const onNews = vi.fn()
  const app = (copy: Copy, edit: number) => (
    <StrictMode>
      <copy.SocketProvider key={edit} url={server.url} userId="ana" logger={silent}>
        <Page copy={copy} onNews={onNews} />
      </copy.SocketProvider>
    </StrictMode>
  )
  const view = render(app(original, 0))
  return {
    ...{ leaks, server, onConnection, onNews },
    /** As Fast Refresh does: the old tree goes and the new one comes in the same commit. */
    mountAnew: (copy: Copy, edit: number) => view.rerender(app(copy, edit)),
    unmount: view.unmount,
  }
}

describe.each([
  { title: 'a tree that is mounted anew with each edit', nextCopy: async () => original },
  { title: 'a package that is evaluated anew with each edit', nextCopy: evaluateAnew },
])('$title', ({ nextCopy }) => {
  it('keeps one connection, hears everything once and leaves nothing behind', async () => {
    const { leaks, server, onConnection, onNews, mountAnew, unmount } = await startApp()
    await shows('connected ana true one')
    const listeners = () => leaks.left().filter((what) => !what.startsWith('set'))
    const before = listeners()
    expect(before).not.toEqual([])

    for (let edit = 1; edit <= 10; edit++) {
      mountAnew(await nextCopy(), edit)
      await shows('connected ana true one')
    }
    expect(listeners()).toEqual(before)
    expect(onConnection).toHaveBeenCalledTimes(1)
    await connections(server, 1)

    server.io.emit('news')
    await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'two' })
    await shows('connected ana true one two')
    expect(onNews).toHaveBeenCalledTimes(1)

    unmount()
    await connections(server, 0)
    await vi.waitFor(() => expect(leaks.left()).toEqual([]), 3000)
  })

  it('connects once when edits come before the connection is there', async () => {
    const { server, onConnection, mountAnew } = await startApp()
    for (let edit = 1; edit <= 3; edit++) mountAnew(await nextCopy(), edit)
    await shows('connected ana true one')
    expect(onConnection).toHaveBeenCalledTimes(1)
    await connections(server, 1)
  })
})
