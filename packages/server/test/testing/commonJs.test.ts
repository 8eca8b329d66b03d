import { connectTestClient, createMemoryServer } from '@monhub/realtime-server/testing'
import { expect, it, onTestFinished, vi } from 'vitest'

vi.mock('socket.io-client', async (original) => ({
  ...(await original<object>()),
  WebSocket: undefined,
}))

it('createMemoryServer works with the CommonJS build of socket.io-client, which exports no transports', async () => {
  const server = createMemoryServer()
  onTestFinished(() => server.close())
  const transports = server.transports()
  const { request } = await connectTestClient(server.url, { userId: 'bob', transports })
  expect(await request('message:send', { receiverId: 'bob', text: 'hello' })).toMatchObject({
    ok: true,
  })
})
