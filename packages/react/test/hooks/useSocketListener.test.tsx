import { useSocket, useSocketListener } from '@monhub/realtime-react'
import { act, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { createListeners } from '../../src/core/listeners'
import { realtimeContext } from '../../src/hooks/context'
import { renderApp, serve } from '../support'

describe('useSocketListener', () => {
  it('calls the latest callback without subscribing again', async () => {
    const server = await serve()
    const seen: string[] = []
    function Counter() {
      const [count, setCount] = useState(0)
      useSocketListener<number>('price', (price) => seen.push(`${price} at ${count}`))
      const { isConnected } = useSocket()
      return (
        <button onClick={() => setCount(count + 1)}>
          {count} {String(isConnected)}
        </button>
      )
    }
    renderApp(<Counter />, { url: server.url, userId: 'ana' })
    const button = await screen.findByText('0 true')
    act(() => button.click())
    server.service.emitToUser('ana', 'price', 7)
    await vi.waitFor(() => expect(seen).toEqual(['7 at 1']))
  })

  it('subscribes once for each event, and removes exactly its own', () => {
    const listeners = createListeners(() => {})
    const on = vi.spyOn(listeners, 'on')
    const client = { socketListeners: listeners, feature: () => {} } as never
    const calls: string[] = []
    listeners.on('price', () => calls.push('another'))
    const Price = ({ event }: { event: string }) => {
      useSocketListener(event, () => calls.push(event), [calls])
      return null
    }
    const { Provider } = realtimeContext()
    const app = (event: string) => (
      <Provider value={client}>
        <Price event={event} />
      </Provider>
    )
    const { rerender, unmount } = render(app('price'))
    on.mockClear()
    rerender(app('price'))
    rerender(app('price'))
    expect(on).not.toHaveBeenCalled()
    rerender(app('offer'))
    expect(on).toHaveBeenCalledTimes(1)
    listeners.emit('price')
    listeners.emit('offer')
    expect(calls).toEqual(['another', 'offer'])
    unmount()
    listeners.emit('offer')
    listeners.emit('price')
    expect(calls).toEqual(['another', 'offer', 'another'])
  })

  it('survives `socket.off(event)` of another component', async () => {
    const server = await serve()
    const prices: number[] = []
    function Price() {
      useSocketListener<number>('price', (price) => prices.push(price))
      const { socket, isConnected } = useSocket()
      return <button onClick={() => socket?.off('price')}>{String(isConnected)}</button>
    }
    renderApp(<Price />, { url: server.url, userId: 'ana' })
    const button = await screen.findByText('true')
    button.click()
    server.service.emitToUser('ana', 'price', 7)
    await vi.waitFor(() => expect(prices).toEqual([7]))
  })
})
