// @vitest-environment node
import { RealtimeError } from '@monhub/realtime-react/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createReadMarker } from '../../src/core/readMarker'
import { createStubClient, settled } from './stubClient'

const refusal = (code: RealtimeError['code']) => new RealtimeError({ code, message: code })

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('createReadMarker', () => {
  it('tells the first at once, then the furthest once a second', async () => {
    const send = vi.fn(() => Promise.resolve())
    const mark = createReadMarker(createStubClient().client, send)
    await settled()
    for (const upTo of [1, 2, 5, 4]) mark(upTo)
    await vi.advanceTimersByTimeAsync(999)
    expect(send.mock.calls).toEqual([[1]])
    await vi.advanceTimersByTimeAsync(1)
    expect(send.mock.calls).toEqual([[1], [5]])
    mark(5)
    await vi.advanceTimersByTimeAsync(5000)
    expect(send).toHaveBeenCalledTimes(2)
  })

  it('waits for the connection', async () => {
    const send = vi.fn(() => Promise.reject(refusal('DISCONNECTED')))
    const { client, connect } = createStubClient()
    const mark = createReadMarker(client, send)
    mark(3)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(send).toHaveBeenCalledTimes(1)
    send.mockResolvedValue(undefined as never)
    connect()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(send.mock.calls).toEqual([[3], [3]])
  })

  it('tries again after a passing failure, and gives up on a permanent one', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(1)
    const send = vi.fn(() => Promise.reject(refusal('STORE_UNAVAILABLE')))
    const mark = createReadMarker(createStubClient().client, send)
    mark(3)
    await vi.advanceTimersByTimeAsync(1000)
    expect(send).toHaveBeenCalledTimes(2)
    send.mockRejectedValue(refusal('FORBIDDEN'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(send).toHaveBeenCalledTimes(3)
  })
})
