// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { RealtimeError } from '@monhub/realtime-react/core'
import { createProbe } from '../../src/core/probe'
import { connected, person, serve } from '../support'

describe('createProbe', () => {
  const answers: { resolve(): void; reject(error: Error): void }[] = []
  const request = vi.fn(
    () =>
      new Promise<never>((resolve, reject) => {
        answers.push({ resolve: () => resolve({} as never), reject })
      }),
  )
  const onDead = vi.fn()
  beforeEach(() => {
    answers.length = 0
    vi.clearAllMocks()
  })
  afterEach(() => void vi.useRealTimers())
  const refusal = (code: RealtimeError['code']) => new RealtimeError({ code, message: code })

  it('asks one question at a time, and anew after its answer', async () => {
    const probe = createProbe(request, onDead)
    probe()
    probe()
    expect(request).toHaveBeenCalledTimes(1)
    answers[0]?.resolve()
    await vi.waitFor(() => {
      probe()
      expect(request).toHaveBeenCalledTimes(2)
    })
    expect(onDead).not.toHaveBeenCalled()
  })

  it('takes silence for death, and any answer for life', async () => {
    const probe = createProbe(request, onDead)
    probe()
    answers[0]?.reject(refusal('RATE_LIMITED'))
    await vi.waitFor(() => {
      probe()
      expect(request).toHaveBeenCalledTimes(2)
    })
    expect(onDead).not.toHaveBeenCalled()
    answers[1]?.reject(refusal('TIMEOUT'))
    await vi.waitFor(() => expect(onDead).toHaveBeenCalledTimes(1))
  })
})

describe('a page that wakes up', () => {
  it('finds out that its connection is dead long before the heartbeat', async () => {
    const listeners = new Map<string, () => void>()
    const on = (type: string, listener: () => void) => void listeners.set(type, listener)
    vi.stubGlobal('window', { addEventListener: on })
    vi.stubGlobal('document', { addEventListener: on, visibilityState: 'visible' })
    onTestFinished(() => void vi.unstubAllGlobals())
    const server = await serve()
    const client = person(server, 'ana')
    await connected(client)
    const [socket] = server.io.of('/').sockets.values()
    // From now on the server hears nothing, as if a router had forgotten the connection.
    socket?.conn.removeAllListeners('data')
    listeners.get('pageshow')?.()
    await vi.waitFor(() => expect(client.connection.getState().lostAt).toBeDefined(), 6000)
    await connected(client)
  })
})
