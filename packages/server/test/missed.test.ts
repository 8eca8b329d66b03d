import type { ServerMissed } from '@monhub/realtime-protocol'
import { connectTestClient, startTestCluster } from '@monhub/realtime-server/testing'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createMissed } from '../src/missed'
import type { RealtimeNamespace } from '../src/types'

afterEach(() => {
  vi.useRealTimers()
})

describe('server:missed', () => {
  it('goes to those on the node that missed something, and speak version 2', async () => {
    const cluster = await startTestCluster(2)
    onTestFinished(() => cluster.close())
    const [here, there] = cluster.nodes
    const join = async (node: typeof here, userId: string, version: 1 | 2 = 2) => {
      const client = await connectTestClient(node?.url ?? '', { userId, version })
      onTestFinished(client.close)
      return client
    }
    const near = await join(here, 'near')
    const far = await join(there, 'far')
    const old = await join(there, 'old', 1)
    const heard: string[] = []
    for (const [name, client] of Object.entries({ near, old }))
      client.socket.onAny((event) => event === 'server:missed' && heard.push(name))
    await vi.waitUntil(() => there?.service.isUserOnline('near'))

    const told = far.next<ServerMissed>('server:missed')
    cluster.cut(1)
    await join(here, 'newcomer')
    await vi.waitUntil(() => here?.service.isUserOnline('newcomer'))
    // Longer than the node collects changes for before it sends them.
    await new Promise((resolve) => setTimeout(resolve, 100))
    cluster.heal(1)
    expect(await told).toEqual({ withinMs: 1000 })
    expect(heard).toEqual([])
  }, 15_000)

  const startMissed = (connections: number) => {
    vi.useFakeTimers()
    const told: unknown[] = []
    const nsp = {
      sockets: { size: connections },
      local: { except: () => ({ emit: (_event: string, payload: unknown) => told.push(payload) }) },
    }
    return { told, missed: createMissed(nsp as unknown as RealtimeNamespace) }
  }

  it('is said once for all that is missed in a while, and again when more is', () => {
    const { told, missed } = startMissed(100)
    for (let ms = 0; ms < 5000; ms += 100) {
      missed.tell()
      vi.advanceTimersByTime(100)
    }
    expect(told).toHaveLength(1)
    vi.advanceTimersByTime(10_000)
    expect(told).toHaveLength(2)
    vi.advanceTimersByTime(60_000)
    expect(told).toHaveLength(2)
  })

  it('spreads many connections over more time, and stops with the service', () => {
    const { told, missed } = startMissed(5000)
    missed.tell()
    vi.advanceTimersByTime(500)
    expect(told).toEqual([{ withinMs: 10_000 }])
    missed.tell()
    missed.close()
    vi.advanceTimersByTime(60_000)
    expect(told).toHaveLength(1)
  })
})
