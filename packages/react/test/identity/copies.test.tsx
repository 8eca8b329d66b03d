import { SocketProvider } from '@monhub/realtime-react'
import { createTestRealtime } from '@monhub/realtime-react/testing'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { act, render } from '@testing-library/react'
import { useEffect } from 'react'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { silent } from '../support'
import { keeps, watchSockets } from './browser'

type Package = typeof import('@monhub/realtime-react')

/** A provider of one copy of the package, and a chat of each, as where a library brought its own. */
async function twoCopies() {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.stubGlobal('IDBKeyRange', IDBKeyRange)
  const original = await import('@monhub/realtime-react')
  vi.resetModules()
  const copy = await import('@monhub/realtime-react')
  expect(copy.useChat).not.toBe(original.useChat)
  const realtime = createTestRealtime()
  onTestFinished(async () => {
    await realtime.close()
    vi.unstubAllGlobals()
  })
  const chats: Record<string, ReturnType<Package['useChat']>> = {}
  const Chat = ({ of, name }: { of: Package; name: string }) => {
    const chat = of.useChat('cem')
    const lines = chat.messages.map(({ text }) => text)
    useEffect(() => {
      chats[name] = chat
    })
    return <p>{lines.join()}</p>
  }
  const options = { transports: realtime.transports('ada') }
  const app = (userId: string | null) => (
    <SocketProvider url={realtime.url} userId={userId} options={options} logger={silent}>
      <Chat of={original} name="original" />
      <Chat of={copy} name="copy" />
    </SocketProvider>
  )
  const view = render(app('ada'))
  const show = (...texts: string[]) =>
    vi.waitFor(() => {
      const shown = Object.values(chats).map(({ messages }) => messages.map(({ text }) => text))
      expect(shown).toEqual([texts, texts])
    }, 5000)
  return { realtime, chats, show, become: (userId: string | null) => view.rerender(app(userId)) }
}

describe('two copies of the package on one page', () => {
  it('share a connection, show the same, and send what waits once', async () => {
    const sockets = watchSockets()
    const { realtime, chats, show } = await twoCopies()
    const cem = realtime.person('cem')
    const heard: string[] = []
    cem.client.on('message:new', ({ message }) => void heard.push(message.text))
    await cem.send('ada', 'hello')
    await show('hello')
    expect(sockets).toHaveLength(2)
    realtime.networkOf('ada').disconnect()
    act(() => {
      void chats.original!.send('one')
      void chats.copy!.send('two')
    })
    await keeps('one', 'two')
    realtime.networkOf('ada').heal()
    await show('hello', 'one', 'two')
    await keeps()
    await cem.send('ada', 'the end')
    await show('hello', 'one', 'two', 'the end')
    expect(heard.filter((text) => text !== 'the end').sort()).toEqual(['hello', 'one', 'two'])
  })

  it('forget the user together', async () => {
    const { realtime, chats, show, become } = await twoCopies()
    await vi.waitFor(() => expect(chats.copy?.status).toBe('ready'), 5000)
    realtime.networkOf('ada').disconnect()
    act(() => {
      void chats.original!.send('one')
      void chats.copy!.send('two')
    })
    await vi.waitFor(() => expect(chats.copy?.messages[0]?.delivery).toBe('queued'))
    await keeps('one', 'two')
    become(null)
    await show()
    await keeps()
  })
})
