// @vitest-environment node
import { createOwnPresence } from '@monhub/realtime-react/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createStubClient, settled } from './stubClient'

function setUp() {
  const stub = createStubClient()
  return { ...stub, own: createOwnPresence(stub.client) }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('createOwnPresence', () => {
  it('adds nothing to a handshake before anything was set', () => {
    expect(setUp().handshake().presence).toBeUndefined()
  })

  it('sends a change, and repeats all that was set in every handshake with its age', async () => {
    const { own, at, handshake } = setUp()
    const first = own.set({ status: 'busy', text: 'at lunch' })
    expect(at(0)).toMatchObject({
      event: 'presence:set',
      payload: { status: 'busy', text: 'at lunch' },
    })
    await at(0).answer({})
    await first
    await vi.advanceTimersByTimeAsync(1500)
    void own.set({ text: null, invisible: true })
    await at(1).answer({})
    await vi.advanceTimersByTimeAsync(500)
    const all = { status: 'busy', text: null, invisible: true }
    expect(handshake().presence).toEqual({ ...all, setAgoMs: 500 })
    await vi.advanceTimersByTimeAsync(500)
    expect(handshake().presence).toEqual({ ...all, setAgoMs: 1000 })
  })

  it('forgets what the server refused, and says why', async () => {
    const { own, at, handshake } = setUp()
    void own.set({ status: 'busy' })
    await at(0).answer({})
    const refused = own.set({ text: 'x'.repeat(1000) })
    refused.catch(() => {})
    await at(1).refuse('BAD_PAYLOAD')
    await expect(refused).rejects.toMatchObject({ code: 'BAD_PAYLOAD' })
    expect(handshake().presence).toEqual({ status: 'busy', setAgoMs: 0 })
  })

  it('keeps what was set without a connection for the next handshake', async () => {
    const { own, at, asked, handshake, disconnect, connect } = setUp()
    disconnect()
    const change = own.set({ status: 'busy' })
    await at(0).refuse('DISCONNECTED')
    await change
    expect(handshake().presence).toEqual({ status: 'busy', setAgoMs: 0 })
    connect()
    await settled()
    expect(asked).toHaveLength(1)
  })

  it('sends on connecting what was set after the handshake was written', async () => {
    const { own, at, asked, handshake, disconnect, connect } = setUp()
    disconnect()
    handshake()
    void own.set({ status: 'busy' })
    await at(0).refuse('DISCONNECTED')
    connect()
    expect(at(1)).toMatchObject({ event: 'presence:set', payload: { status: 'busy' } })
    await at(1).answer({})
    disconnect()
    handshake()
    connect()
    await settled()
    expect(asked).toHaveLength(2)
  })
})
