import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createOutbox } from '../../src/adapters/redis/outbox'

describe('createOutbox', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
  })

  function start(hasPatience = true) {
    let isReady = false
    const sent: number[] = []
    const outbox = createOutbox({ isReady: () => isReady, hasPatience: () => hasPatience })
    const failures: string[] = []
    const send = (n: number, answer: Promise<unknown> = Promise.resolve()) =>
      void outbox
        .send(() => {
          sent.push(n)
          return answer
        })
        .catch((error: unknown) => failures.push((error as Error).message))
    const connect = () => {
      isReady = true
      outbox.flush()
    }
    return { outbox, send, sent, failures, connect, settle: () => vi.advanceTimersByTimeAsync(0) }
  }

  it('keeps what is sent without a connection, and sends it in order', async () => {
    const { send, sent, connect, settle, failures } = start()
    send(1)
    send(2)
    expect(sent).toEqual([])
    connect()
    send(3)
    await settle()
    expect(sent).toEqual([1, 2, 3])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(failures).toEqual([])
  })

  it('gives up after 5 s what nobody waits for any more, and only that', async () => {
    const { send, sent, connect, failures } = start()
    send(1)
    await vi.advanceTimersByTimeAsync(3000)
    send(2)
    await vi.advanceTimersByTimeAsync(2000)
    expect(failures).toEqual(['Redis was away for too long'])
    connect()
    expect(sent).toEqual([2])
  })

  it('keeps a thousand at most', async () => {
    const { send, sent, connect, settle, failures } = start()
    for (let n = 0; n < 1200; n++) send(n)
    await settle()
    expect(failures).toHaveLength(200)
    connect()
    expect(sent).toHaveLength(1000)
    expect(sent.at(-1)).toBe(999)
  })

  it('has ten thousand under way at most, for a Redis that takes and does not answer', async () => {
    const { send, sent, connect, settle, failures } = start()
    connect()
    let answer = () => {}
    const later = new Promise<void>((resolve) => (answer = resolve))
    for (let n = 0; n < 10_001; n++) send(n, later)
    await settle()
    expect(failures).toEqual(['Redis does not keep up'])
    answer()
    await settle()
    send(1)
    expect(sent).toHaveLength(10_001)
  })

  it('refuses at once where local delivery waits for the answer', async () => {
    const { send, settle, failures } = start(false)
    send(1)
    await settle()
    expect(failures).toEqual(['Redis is away'])
  })
})
