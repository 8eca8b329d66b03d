import { useEmit, useRequest, useSocket } from '@monhub/realtime-react'
import { screen } from '@testing-library/react'
import { useEffect } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { renderApp, serve } from '../support'

const passAll = {
  '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) },
} as const

function setUp() {
  const current: {
    book?: (payload?: unknown) => Promise<unknown>
    slow?: (payload?: unknown) => Promise<unknown>
    move?: (payload?: unknown) => boolean
  } = {}
  function View() {
    const book = useRequest('booking:create')
    const slow = useRequest('booking:slow', { timeoutMs: 50 })
    const move = useEmit('cursor:move')
    const { isConnected } = useSocket()
    useEffect(() => {
      Object.assign(current, { book, slow, move })
    })
    return <p>{String(isConnected)}</p>
  }
  return { view: <View />, current: current as Required<typeof current> }
}

async function start() {
  const server = await serve()
  const moves: unknown[] = []
  const event = { schema: passAll, authorize: () => true }
  server.service.on('booking:create', event, (payload) => ({ id: 7, of: payload }))
  server.service.on('booking:slow', event, () => new Promise<never>(() => {}))
  server.service.on('cursor:move', event, (payload) => void moves.push(payload))
  const { view, current } = setUp()
  const app = renderApp(view, { url: server.url, userId: 'ana' })
  await screen.findByText('true')
  return { server, moves, current, app }
}

describe('useRequest', () => {
  it('gives the fields of the answer, and keeps its identity', async () => {
    const { current, app, server } = await start()
    const { book } = current
    expect(await book({ from: 'mon' })).toMatchObject({ id: 7, of: { from: 'mon' } })
    app.rerender({ url: server.url, userId: 'ana' })
    expect(current.book).toBe(book)
  })

  it('rejects with a code: too late, unknown to the server, lost, signed out', async () => {
    const { current, app, server } = await start()
    await expect(current.slow()).rejects.toMatchObject({ code: 'TIMEOUT' })
    const pending = current.book({ from: 'mon' })
    for (const socket of server.io.of('/').sockets.values()) socket.conn.close()
    await expect(pending).rejects.toMatchObject({ name: 'RealtimeError', code: 'DISCONNECTED' })
    app.rerender({ url: server.url, userId: null })
    await vi.waitFor(() =>
      expect(current.book()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' }),
    )
  })
})

describe('useEmit', () => {
  it('sends without an answer, and sends nothing later', async () => {
    const { current, moves, server } = await start()
    expect(current.move({ x: 1 })).toBe(true)
    await vi.waitFor(() => expect(moves).toEqual([{ x: 1 }]))
    for (const socket of server.io.of('/').sockets.values()) socket.conn.close()
    await screen.findByText('false')
    expect(current.move({ x: 2 })).toBe(false)
    await screen.findByText('true', {}, { timeout: 5000 })
    expect(current.move({ x: 3 })).toBe(true)
    await vi.waitFor(() => expect(moves).toEqual([{ x: 1 }, { x: 3 }]))
  })
})
