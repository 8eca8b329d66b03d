import { createClient } from '@monhub/realtime-react/core'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { serve } from '../support'

afterEach(() => {
  vi.restoreAllMocks()
})

const spy = () => ({ debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() })

describe('logger', () => {
  it('is told of connecting and disconnecting, and of a listener that throws', async () => {
    const server = await serve()
    const logger = spy()
    const client = createClient({ url: server.url, userId: 'ana', logger })
    onTestFinished(() => client.close())
    const thrown = new Error('mine')
    client.socket.on('price', () => {
      throw thrown
    })
    await vi.waitFor(() => expect(logger.debug).toHaveBeenCalledWith('[realtime] connect'))
    server.service.emitToUser('ana', 'price', 1)
    await vi.waitFor(() =>
      expect(logger.error).toHaveBeenCalledWith('[realtime] a listener of price threw', thrown),
    )
    for (const socket of server.io.sockets.sockets.values()) socket.conn.close()
    await vi.waitFor(() =>
      expect(logger.debug.mock.calls.map(([message]) => String(message))).toContain(
        '[realtime] disconnect',
      ),
    )
  })

  it('is the console for warnings and errors, and silent otherwise, unless given', async () => {
    const server = await serve()
    const methods = ['debug', 'info', 'log', 'warn', 'error'] as const
    const spies = methods.map((name) => vi.spyOn(console, name).mockImplementation(() => {}))
    const client = createClient({ url: server.url, userId: 'ana' })
    onTestFinished(() => client.close())
    client.socket.on('price', () => {
      throw new Error('mine')
    })
    await vi.waitFor(() => expect(client.socket.connected).toBe(true))
    server.service.emitToUser('ana', 'price', 1)
    await vi.waitFor(() => expect(spies.at(-1)).toHaveBeenCalledTimes(1))
    expect(spies.slice(0, -1).flatMap(({ mock }) => mock.calls)).toEqual([])
  })
})
