import { fireEvent, render, screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { Chat, open, refuseComplaints } from './support'

refuseComplaints()

const write = (text: string) => {
  fireEvent.change(screen.getByRole('textbox'), { target: { value: text } })
  fireEvent.click(screen.getByText('Send'))
}

/** Alice looks at her chat with bob, connected. */
async function openChat() {
  const realtime = open()
  const bob = realtime.person('bob')
  render(<Chat peerId="bob" />, { wrapper: realtime.wrapper('alice') })
  await screen.findByText('connected, bob is online')
  const stored = async () => {
    const { messages } = await realtime.service.history({ userId: 'bob', peerId: 'alice' })
    return messages.map(({ text }) => text)
  }
  return { realtime, bob, stored, network: realtime.networkOf('alice') }
}

describe('the network of createTestRealtime', () => {
  it('is cut and refuses, until it is healed: what waited is sent once and in order', async () => {
    const { bob, stored, network } = await openChat()
    network.disconnect()
    await screen.findByText(/^reconnecting/)
    write('one')
    write('two')
    await screen.findByText('two queued')
    await bob.send('alice', 'bob is not cut')
    expect(await stored()).toEqual(['bob is not cut'])
    network.heal()
    await screen.findByText('two sent')
    await screen.findByText(/^bob is not cut/)
    expect(await stored()).toEqual(['bob is not cut', 'one', 'two'])
  })

  it('stays cut however often the client tries', async () => {
    const { realtime } = await openChat()
    realtime.network.disconnect()
    await screen.findByText(/^reconnecting/)
    window.dispatchEvent(new Event('online'))
    const { client } = realtime.person('carol')
    await vi.waitFor(() => expect(client.connection.getState().attempt).toBe(1))
    expect(realtime.io.of('/').sockets.size).toBe(0)
    realtime.network.heal()
    await screen.findByText('connected, bob is online')
  })

  it('is healed at once: nobody waits out the time until the next attempt', async () => {
    vi.useFakeTimers()
    try {
      const realtime = open()
      render(<Chat peerId="bob" />, { wrapper: realtime.wrapper('alice') })
      await vi.waitFor(() => screen.getByText(/^connected/), { interval: 1 })
      realtime.network.disconnect()
      await vi.waitFor(() => screen.getByText(/^reconnecting/), { interval: 1 })
      const healedAt = Date.now()
      realtime.network.heal()
      await vi.waitFor(() => screen.getByText(/^connected/), { interval: 1 })
      expect(Date.now() - healedAt).toBeLessThan(100)
      await realtime.close()
    } finally {
      vi.useRealTimers()
    }
  })

  it('loses an ack, which makes no duplicate when the message is sent again', async () => {
    const { realtime, bob, stored, network } = await openChat()
    const heard = vi.fn()
    bob.client.on('message:new', heard)
    network.drop('toClient')
    write('once')
    await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce())
    expect(screen.queryByText('once sent')).toBeNull()
    const asked = vi.fn()
    realtime.io.of('/').on('connection', (socket) => socket.onAny(asked))
    network.disconnect()
    network.heal()
    await screen.findByText('once sent')
    expect(asked).toHaveBeenCalledWith(
      'message:send',
      expect.objectContaining({ text: 'once' }),
      expect.anything(),
    )
    expect(await stored()).toEqual(['once'])
    expect(heard).toHaveBeenCalledOnce()
  })

  it('delays by the time that was asked for', async () => {
    vi.useFakeTimers()
    try {
      const realtime = open()
      const bob = realtime.person('bob')
      render(<Chat peerId="bob" />, { wrapper: realtime.wrapper('alice') })
      await vi.waitFor(() => screen.getByText(/^connected/))
      realtime.networkOf('alice').delay(1500)
      await bob.send('alice', 'late')
      await vi.advanceTimersByTimeAsync(1400)
      expect(screen.queryByText(/^late/)).toBeNull()
      await vi.advanceTimersByTimeAsync(100)
      await vi.waitFor(() => screen.getByText(/^late/), { interval: 1 })
      await realtime.close()
    } finally {
      vi.useRealTimers()
    }
  })

  it('lets messages overtake each other, which the log puts in order', async () => {
    const { bob, network } = await openChat()
    const texts = () => screen.getAllByRole('listitem').map(({ textContent }) => textContent)
    network.reorder('toClient')
    await bob.send('alice', 'first')
    await bob.send('alice', 'second')
    await screen.findByText(/^first/)
    expect(texts()).toEqual(['first', 'second'])
    network.heal()
  })
})
