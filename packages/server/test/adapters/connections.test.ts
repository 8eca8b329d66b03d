import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createBus } from '../../src/adapters/bus'
import { openConnections } from '../../src/adapters/redis/connections'
import type { LinkEvents } from '../../src/adapters/redis/link'
import { patientReads } from '../../src/adapters/redis/reader'

function start() {
  const bus = createBus()
  const links: { isReady: boolean; events: LinkEvents; restart: () => void }[] = []
  const client = { publish: vi.fn(async () => 1), subscribe: vi.fn(async () => {}) }
  let ping: () => Promise<unknown> = async () => 'PONG'
  const connections = openConnections(
    (_role, events) => {
      const link = { isReady: true, events, restart: vi.fn() }
      links.push(link)
      return {
        ...{ client, connected: Promise.resolve(), restart: link.restart },
        ...{ isReady: () => link.isReady, ping: () => ping(), close: async () => {} },
      }
    },
    bus,
    true,
  )
  const publisher = connections.publisher as typeof client
  const subscriber = connections.subscriber() as typeof client
  onTestFinished(() => connections.close())
  const setPing = (next: typeof ping) => (ping = next)
  return { bus, links, client, connections, publisher, subscriber, setPing }
}

describe('openConnections', () => {
  it('gives up a connection that does not answer, and no other', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const { bus, links, setPing } = start()
    await vi.advanceTimersByTimeAsync(30_000)
    expect(bus.status().failingSinceAt).toBeNull()
    // The publisher is asked first.
    const answers = [new Promise(() => {})]
    setPing(() => answers.shift() ?? Promise.resolve())
    await vi.advanceTimersByTimeAsync(20_000)
    expect(links.map((link) => vi.mocked(link.restart).mock.calls.length)).toEqual([1, 0])
    expect(bus.status().failingSinceAt).not.toBeNull()
  })

  it('calls the bus back only when every connection is', async () => {
    const { bus, links, publisher } = start()
    links[1]!.isReady = false
    links[1]!.events.onError(new Error('closed'))
    await publisher.publish()
    expect(bus.status().failingSinceAt).not.toBeNull()
    links[1]!.isReady = true
    links[1]!.events.onReady()
    expect(bus.status().failingSinceAt).toBeNull()
  })

  it('handles what adapters do not wait for', async () => {
    const { bus, client, subscriber } = start()
    client.subscribe.mockImplementation(() => Promise.reject(new Error('NOPERM')))
    void subscriber.subscribe()
    await Promise.resolve()
    expect(bus.status()).toMatchObject({ failedPublishes: 0 })
    expect(bus.status().failingSinceAt).not.toBeNull()
  })

  it('is silent about what closing breaks', async () => {
    const { bus, links, connections } = start()
    await connections.close()
    links[0]!.events.onError(new Error('closed'))
    expect(bus.status().failingSinceAt).toBeNull()
  })
})

describe('patientReads', () => {
  it('asks for what came since the newest entry, not for what comes from now on', async () => {
    const asked: string[] = []
    const { commands } = patientReads(
      {
        xRevRange: async () => [{ id: '7-0' }],
        xRead: async ([stream]) => void asked.push(stream!.id),
      },
      () => {},
    )
    const xRead = commands.xRead as (streams: object[], options: object) => Promise<unknown>
    for (const id of ['$', '$', '9-0']) await xRead([{ key: 's', id }], {})
    expect(asked).toEqual(['7-0', '7-0', '9-0'])
  })

  it('waits before a failed read is tried again, and says when it fails for good', async () => {
    const onFailing = vi.fn()
    const xread = vi.fn(() => Promise.reject(new Error('offline')))
    const { commands, isFailing } = patientReads({ xread }, onFailing)
    const read = commands.xread as (...args: unknown[]) => Promise<unknown>
    let isOver = false
    const poll = async () => {
      while (!isOver) await read('BLOCK', 5000, 'COUNT', 100, 'STREAMS', 's', '1-0').catch(() => {})
    }
    void poll()
    await sleep(100)
    expect(xread).toHaveBeenCalledTimes(1)
    expect(isFailing()).toBe(false)
    await sleep(400)
    isOver = true
    expect(xread).toHaveBeenCalledTimes(3)
    expect(isFailing()).toBe(true)
    expect(onFailing).toHaveBeenCalledTimes(1)
  })
})
