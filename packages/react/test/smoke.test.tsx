import { SocketProvider, useChat, useIsOnline, useSocket } from '@monhub/realtime-react'
import { startTestServer } from '@monhub/realtime-server/testing'
import { cleanup, render, screen, act, waitFor } from '@testing-library/react'
import { StrictMode, useEffect } from 'react'
import { expect, it } from 'vitest'

const sent: { send?: (text: string) => Promise<unknown> } = {}
function Chat({ peer }: { peer: string }) {
  const chat = useChat(peer)
  const online = useIsOnline(peer)
  const { isConnected } = useSocket()
  useEffect(() => {
    sent.send = chat.send
  })
  return (
    <div>
      <p data-testid="online">{String(online)}</p>
      <p data-testid="conn">{String(isConnected)}</p>
      <ul data-testid="list">
        {chat.messages.map((m) => (
          <li key={m.clientId}>
            {m.text}:{m.delivery}
          </li>
        ))}
      </ul>
      <p data-testid="status">{chat.status}</p>
    </div>
  )
}

it('works', async () => {
  const server = await startTestServer()
  render(
    <StrictMode>
      <SocketProvider url={server.url} userId="a">
        <Chat peer="a" />
      </SocketProvider>
    </StrictMode>,
  )
  await waitFor(() => expect(screen.getByTestId('conn').textContent).toBe('true'))
  await waitFor(() => expect(screen.getByTestId('status').textContent).toBe('ready'))
  await waitFor(() => expect(screen.getByTestId('online').textContent).toBe('true'))
  await act(() => sent.send?.('hi') ?? Promise.resolve())
  expect(screen.getByTestId('list').textContent).toBe('hi:sent')
  expect(server.io.engine.clientsCount).toBe(1)
  cleanup()
  await server.close()
})
