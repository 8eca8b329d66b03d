import { SocketProvider, useIsOnline, useSocket } from '@monhub/realtime-react'
import { act, screen } from '@testing-library/react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { expect, it, onTestFinished, vi } from 'vitest'
import { serve, silent } from '../support'

function Status() {
  const { status, onlineUsers } = useSocket()
  return <p data-testid="status">{[status, onlineUsers.join(), useIsOnline('ana')].join(' ')}</p>
}

it('a page from a server is hydrated without a mismatch, and then goes live', async () => {
  const server = await serve()
  const onRecoverableError = vi.fn()
  const app = (
    <SocketProvider url={server.url} userId="ana" logger={silent}>
      <Status />
    </SocketProvider>
  )
  const container = document.body.appendChild(document.createElement('div'))
  container.innerHTML = renderToString(app)
  expect(screen.getByTestId('status').textContent).toBe('idle  false')
  const root = await act(() => hydrateRoot(container, app, { onRecoverableError }))
  onTestFinished(() => {
    act(() => root.unmount())
    container.remove()
  })
  await vi.waitFor(() =>
    expect(screen.getByTestId('status').textContent).toBe('connected ana true'),
  )
  expect(onRecoverableError).not.toHaveBeenCalled()
})
