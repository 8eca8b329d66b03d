import { useChat } from '@monhub/realtime-react'
import { createTestRealtime } from '@monhub/realtime-react/testing'
import { render, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { refuseComplaints } from './support'

refuseComplaints()

function Messages({ of }: { of: string }) {
  return useChat(of).messages.map(({ clientId, text }) => <p key={clientId}>{text}</p>)
}

/** How much keeps the process alive; the test runner has timers too, and may end one meanwhile. */
const held = () => process.getActiveResourcesInfo().filter((name) => name !== 'Immediate').length

describe('close of createTestRealtime', () => {
  it('leaves nothing running, whether its components are still there or not', async () => {
    const before = held()
    const realtime = createTestRealtime()
    const bob = realtime.person('bob')
    const { unmount } = render(<Messages of="bob" />, { wrapper: realtime.wrapper('alice') })
    await bob.send('alice', 'hello')
    await screen.findByText('hello')
    render(<Messages of="bob" />, { wrapper: realtime.wrapper('carol') })
    await waitFor(() => expect(realtime.io.of('/').sockets.size).toBe(3))
    expect(held()).toBeGreaterThan(before + 3)
    unmount()
    await Promise.all([realtime.close(), realtime.close()])
    expect(realtime.io.of('/').sockets.size).toBe(0)
    expect(held()).toBeLessThanOrEqual(before)
  })

  it('ends faults and what waits behind them too', async () => {
    const before = held()
    const realtime = createTestRealtime()
    const bob = realtime.person('bob')
    await bob.send('alice', 'hello')
    bob.network.delay(60_000)
    const unsent = bob.send('alice', 'too late').catch(() => 'not sent')
    realtime.networkOf('carol').disconnect()
    realtime.person('carol')
    await realtime.close()
    expect(await unsent).toBe('not sent')
    expect(held()).toBeLessThanOrEqual(before)
  })
})
