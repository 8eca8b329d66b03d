import { useSocket, useSocketListener } from '@monhub/realtime-react'
import { act, screen } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { renderApp, serve } from '../support'
import { createRenderCount, renderStubApp } from './stubApp'

const indexes = Array.from({ length: 500 }, (_, index) => index)

describe('useSocketListener', () => {
  it('keeps 500 subscriptions over 20 changes of state, each with its latest callback', () => {
    const heard: string[] = []
    const renders = createRenderCount()
    function Row({ index, count }: { index: number; count: number }) {
      renders.count('row')
      useSocketListener<number>('price', (price) => heard.push(`${index} ${count} ${price}`))
      return null
    }
    function List() {
      const [count, setCount] = useState(0)
      return (
        <>
          <button onClick={() => setCount(count + 1)}>{count}</button>
          {indexes.map((index) => (
            <Row key={index} index={index} count={count} />
          ))}
        </>
      )
    }
    const { socketListeners, onSubscribe } = renderStubApp(<List />)
    expect(onSubscribe).toHaveBeenCalledTimes(500)
    for (let count = 1; count <= 20; count++) {
      act(() => screen.getByRole('button').click())
      heard.length = 0
      socketListeners.emit('price', 7)
      expect(heard).toEqual(indexes.map((index) => `${index} ${count} 7`))
    }
    expect(renders.rendered()).toEqual({ row: 500 * 21 })
    expect(onSubscribe).toHaveBeenCalledTimes(500)
  })

  it('calls back for each of five events of one burst, equal ones too', async () => {
    const server = await serve()
    const heard: string[] = []
    function Job() {
      const [progress, setProgress] = useState<string[]>([])
      useSocketListener<string>('job', (state) => {
        heard.push(state)
        setProgress((all) => [...all, state])
      })
      return <p data-testid="job">{[String(useSocket().isConnected), ...progress].join()}</p>
    }
    renderApp(<Job />, { url: server.url, userId: 'ana' })
    await screen.findByText('true')
    const burst = ['ok', 'ok', 'ok', 'done', 'done']
    for (const state of burst) server.service.emitToUser('ana', 'job', state)
    await vi.waitFor(() =>
      expect(screen.getByTestId('job').textContent).toBe('true,ok,ok,ok,done,done'),
    )
    expect(heard).toEqual(burst)
  })
})
