// @vitest-environment node
import type { Message, MessageSendResult } from '@monhub/realtime-protocol'
import { RealtimeError, type ChatMessage } from '@monhub/realtime-react/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createOutbox } from '../../src/core/outbox'
import { CONVERSATION, stored } from './messages'

interface Attempt {
  item: ChatMessage
  accept(seq: number): Message
  refuse(code: RealtimeError['code']): void
}

/** An outbox whose server is the test. */
function setUp(sendTimeoutMs = 30_000) {
  const attempts: Attempt[] = []
  const onStored = vi.fn<(message: Message) => void>()
  const outbox = createOutbox({
    conversationId: CONVERSATION,
    senderId: 'me',
    sendTimeoutMs,
    onChange: () => {},
    onStored,
    send: (item) =>
      new Promise<MessageSendResult>((resolve, reject) => {
        attempts.push({
          item,
          accept(seq) {
            const message = stored(seq, { clientId: item.clientId, text: item.text })
            resolve({ message, duplicate: false })
            return message
          },
          refuse: (code) => reject(new RealtimeError({ code, message: code })),
        })
      }),
  })
  const show = () => outbox.items().map(({ text, delivery }) => `${text} ${delivery}`)
  const attempt = (index: number) => attempts[index] as Attempt
  return { outbox, attempts, attempt, onStored, show }
}

const settled = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('createOutbox', () => {
  it('shows a message at once and gives the stored one', async () => {
    const { outbox, attempt, onStored, show } = setUp()
    const promise = outbox.enqueue('hello', { metadata: { a: 1 } })
    expect(show()).toEqual(['hello sending'])
    expect(attempt(0).item).toMatchObject({ text: 'hello', metadata: { a: 1 }, senderId: 'me' })
    const message = attempt(0).accept(1)
    expect(await promise).toBe(message)
    expect(onStored).toHaveBeenCalledWith(message)
  })

  it('keeps a stored message until the log shows it', async () => {
    const { outbox, attempt, show } = setUp()
    void outbox.enqueue('hello')
    const message = attempt(0).accept(1)
    await settled()
    expect(show()).toEqual(['hello sent'])
    outbox.settle((clientId) => (clientId === message.clientId ? message : undefined))
    expect(show()).toEqual([])
  })

  it('sends in order, one at a time', async () => {
    const { outbox, attempts, attempt } = setUp()
    for (const text of ['one', 'two', 'three']) void outbox.enqueue(text)
    expect(attempts).toHaveLength(1)
    attempt(0).accept(1)
    await settled()
    attempt(1).accept(2)
    await settled()
    expect(attempts.map(({ item }) => item.text)).toEqual(['one', 'two', 'three'])
  })

  it('waits for the connection and sends again under the same client id', async () => {
    const { outbox, attempts, attempt } = setUp()
    void outbox.enqueue('hello')
    attempt(0).refuse('DISCONNECTED')
    await vi.advanceTimersByTimeAsync(20_000)
    expect(attempts).toHaveLength(1)
    outbox.resume()
    expect(attempts).toHaveLength(2)
    expect(attempt(1).item.clientId).toBe(attempt(0).item.clientId)
  })

  it.each(['TIMEOUT', 'STORE_UNAVAILABLE', 'INTERNAL'] as const)(
    'tries again by itself after %s, before what was written later',
    async (code) => {
      const { outbox, attempts, attempt } = setUp()
      void outbox.enqueue('one')
      void outbox.enqueue('two')
      attempt(0).refuse(code)
      await settled()
      expect(attempts).toHaveLength(1)
      await vi.advanceTimersByTimeAsync(1000)
      expect(attempts.map(({ item }) => item.text)).toEqual(['one', 'one'])
    },
  )

  it('fails at once when trying again is pointless, and goes on with the next', async () => {
    const { outbox, attempt, show } = setUp()
    const promise = outbox.enqueue('one')
    void outbox.enqueue('two')
    attempt(0).refuse('FORBIDDEN')
    await expect(promise).rejects.toMatchObject({ name: 'RealtimeError', code: 'FORBIDDEN' })
    expect(show()).toEqual(['one failed', 'two sending'])
    expect(outbox.items()[0]?.error).toEqual({ code: 'FORBIDDEN', message: 'FORBIDDEN' })
    expect(attempt(1).item.text).toBe('two')
  })

  it('fails with the last reason after `sendTimeoutMs`', async () => {
    const { outbox, attempt, show } = setUp(5000)
    const promise = outbox.enqueue('hello')
    attempt(0).refuse('DISCONNECTED')
    await vi.advanceTimersByTimeAsync(4999)
    expect(show()).toEqual(['hello sending'])
    await vi.advanceTimersByTimeAsync(1)
    expect(show()).toEqual(['hello failed'])
    await expect(promise).rejects.toMatchObject({ code: 'DISCONNECTED' })
  })

  it('becomes sent when the answer comes after it was given up', async () => {
    const { outbox, attempt, onStored, show } = setUp(5000)
    void outbox.enqueue('hello')
    await vi.advanceTimersByTimeAsync(5000)
    expect(show()).toEqual(['hello failed'])
    const message = attempt(0).accept(1)
    await settled()
    expect(show()).toEqual(['hello sent'])
    expect(onStored).toHaveBeenCalledWith(message)
  })

  it('sends a failed message again, after the others, with a new deadline', async () => {
    const { outbox, attempts, attempt, show } = setUp(5000)
    void outbox.enqueue('one')
    attempt(0).refuse('FORBIDDEN')
    await settled()
    void outbox.enqueue('two')
    outbox.retry(attempt(0).item.clientId)
    expect(show()).toEqual(['two sending', 'one sending'])
    expect(outbox.items()[1]).not.toHaveProperty('error')
    attempt(1).accept(1)
    await settled()
    expect(attempts[2]?.item.clientId).toBe(attempt(0).item.clientId)
    await vi.advanceTimersByTimeAsync(4999)
    expect(show()).toContain('one sending')
    await vi.advanceTimersByTimeAsync(1)
    expect(show()).toContain('one failed')
  })

  it('retries nothing that has not failed', async () => {
    const { outbox, attempts, attempt } = setUp()
    void outbox.enqueue('one')
    outbox.retry(attempt(0).item.clientId)
    outbox.retry('unknown')
    await settled()
    expect(attempts).toHaveLength(1)
  })

  it('forgets what is discarded', async () => {
    const { outbox, attempt, show } = setUp()
    const promise = outbox.enqueue('one')
    attempt(0).refuse('FORBIDDEN')
    await settled()
    outbox.discard(attempt(0).item.clientId)
    expect(show()).toEqual([])
    await expect(promise).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('settles a message that was announced before it was acknowledged', async () => {
    const { outbox, attempt, show } = setUp()
    const promise = outbox.enqueue('hello')
    const message = stored(1, { clientId: attempt(0).item.clientId })
    outbox.settle(() => message)
    expect(await promise).toBe(message)
    attempt(0).refuse('DISCONNECTED')
    await settled()
    expect(show()).toEqual([])
    void outbox.enqueue('next')
    expect(attempt(1).item.text).toBe('next')
  })

  it('rejects what is unsent, and starts nothing, when it is closed', async () => {
    const { outbox, attempts, attempt } = setUp()
    const promise = outbox.enqueue('hello')
    attempt(0).refuse('TIMEOUT')
    await settled()
    outbox.close()
    await expect(promise).rejects.toMatchObject({ code: 'DISCONNECTED' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(attempts).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })
})
