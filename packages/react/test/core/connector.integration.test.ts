import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { person } from '../support'

/** A proxy that accepts every WebSocket and drops it before a word was said. */
async function startDroppingProxy() {
  const requests: string[] = []
  const proxy = createServer((request, response) => {
    requests.push(new URL(request.url ?? '', 'http://proxy').searchParams.get('transport') ?? '')
    response.writeHead(502).end()
  })
  proxy.on('upgrade', (request, socket) => {
    requests.push('websocket')
    // The client may be gone before it has read the answer.
    socket.on('error', () => {})
    const magic = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
    const key = `${request.headers['sec-websocket-key']}${magic}`
    const accept = createHash('sha1').update(key).digest('base64')
    socket.end(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    proxy.close()
    proxy.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, requests }
}

describe('createConnector', () => {
  it('gives up an attempt whose WebSocket was accepted and dropped, and tries polling next', async () => {
    const { url, requests } = await startDroppingProxy()
    const client = person({ url }, 'ana')
    await vi.waitFor(() => expect(requests).toContain('polling'), 5000)
    expect(requests[0]).toBe('websocket')
    expect(client.connection.getState().attempt).toBeGreaterThan(0)
  })
})
