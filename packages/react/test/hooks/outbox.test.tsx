import { useChat, type SocketProviderProps, type UseChatResult } from '@monhub/realtime-react'
import { act, screen } from '@testing-library/react'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { useEffect } from 'react'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { comeOnline, renderApp, serveBehindNetwork } from '../support'

function provideDatabase() {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.stubGlobal('IDBKeyRange', IDBKeyRange)
  onTestFinished(() => void vi.unstubAllGlobals())
}

/** How many messages the browser keeps. */
const kept = () =>
  new Promise<number>((resolve) => {
    const request = indexedDB.open('monhub-realtime')
    request.onsuccess = () => {
      const { result } = request
      const count = result.transaction('outbox').objectStore('outbox').count()
      count.onsuccess = () => {
        result.close()
        resolve(count.result)
      }
    }
  })
const keeps = (count: number) => vi.waitFor(async () => expect(await kept()).toBe(count), 3000)
const shows = (text: string) =>
  vi.waitFor(() => expect(screen.getByTestId('lines').textContent).toBe(text), 5000)

/** An app whose user has written a message that could not be sent. */
async function setUp() {
  provideDatabase()
  const { server, network } = await serveBehindNetwork({ presence: { graceMs: 0 } })
  const props: SocketProviderProps = { url: network.url, userId: 'ana' }
  const current: { chat?: UseChatResult } = {}
  function Chat() {
    const chat = useChat('bob')
    useEffect(() => {
      current.chat = chat
    })
    const lines = chat.messages.map(({ text, delivery }) => `${text} ${delivery}`)
    return <p data-testid="lines">{lines.join(', ')}</p>
  }
  const app = renderApp(<Chat />, props)
  await vi.waitFor(() => expect(current.chat?.status).toBe('ready'), 5000)
  network.cut()
  await vi.waitFor(() => expect(server.service.isUserOnline('ana')).toBe(false), 10_000)
  act(() => void current.chat?.send('hello'))
  await shows('hello queued')
  await keeps(1)
  return { ...app, props, network, ui: <Chat /> }
}

describe('a message that waits', () => {
  it('is sent after the app was loaded anew', async () => {
    const { unmount, props, network, ui } = await setUp()
    unmount()
    renderApp(ui, { ...props, options: { ackTimeoutMs: 5000 } })
    await shows('hello queued')
    await network.restore()
    comeOnline()
    await shows('hello sent')
    await keeps(0)
  })

  it.each([null, 'bob'])('is wiped when the user becomes %s', async (userId) => {
    const { rerender, props } = await setUp()
    rerender({ ...props, userId })
    await keeps(0)
  })

  it.each([
    ['at once', 0],
    ['after the connection was closed', 300],
  ])('is wiped when nobody is signed in after looking it up, %s', async (_, ms) => {
    const { rerender, props } = await setUp()
    rerender({ ...props, loading: true })
    await new Promise((resolve) => setTimeout(resolve, ms))
    await keeps(1)
    rerender({ ...props, userId: null })
    await keeps(0)
  })

  it('stays while the session is looked up', async () => {
    const { rerender, props } = await setUp()
    rerender({ ...props, userId: null, loading: true })
    rerender(props)
    await shows('hello queued')
    await keeps(1)
  })

  it('stays when the same user connects with other options', async () => {
    const { rerender, props } = await setUp()
    rerender({ ...props, options: { ackTimeoutMs: 5000 } })
    await shows('hello queued')
    await keeps(1)
  })
})
