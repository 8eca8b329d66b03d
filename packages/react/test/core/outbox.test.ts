// @vitest-environment node
import type { Message } from '@monhub/realtime-protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createOutbox, OUTBOX_LIMITS } from '../../src/core/outbox'
import { CONVERSATION, stored } from './messages'
import { createStubClient, settled } from './stubClient'

const HOUR_MS = 60 * 60 * 1000

/** An outbox in memory, whose server is the test. */
function setUp() {
  const stub = createStubClient()
  const outbox = createOutbox(stub.client)
  const onStored = vi.fn<(message: Message) => void>()
  outbox.watch(CONVERSATION, { onChange: () => {}, onStored })
  const show = () => outbox.items(CONVERSATION).map(({ text, delivery }) => `${text} ${delivery}`)
  const enqueue = async (text: string, conversationId = CONVERSATION) => {
    const result = outbox.enqueue(conversationId, text)
    await settled()
    return { result, clientId: outbox.items(conversationId).at(-1)!.clientId }
  }
  const attempt = (index: number) => {
    const { payload, answer, refuse } = stub.at(index)
    const { clientId, text } = payload as Message
    const accept = async (seq: number) => {
      const message = stored(seq, { clientId, text, senderId: 'me' })
      await answer({ message, duplicate: false })
      return message
    }
    return { clientId, text, payload, accept, refuse }
  }
  const texts = () => stub.asked.map(({ payload }) => (payload as Message).text)
  return { ...stub, outbox, attempt, texts, onStored, show, enqueue }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('createOutbox', () => {
  it('shows a message at once and gives the stored one', async () => {
    const { outbox, attempt, onStored, show } = setUp()
    const promise = outbox.enqueue(CONVERSATION, 'hello', { metadata: { a: 1 } })
    expect(show()).toEqual(['hello sending'])
    await settled()
    expect(attempt(0).payload).toMatchObject({ text: 'hello', metadata: { a: 1 } })
    const message = await attempt(0).accept(1)
    expect(await promise).toBe(message)
    expect(onStored).toHaveBeenCalledWith(message)
  })

  it.each(['', ' \n', undefined, { type: 'click' }])(
    'refuses %j, and shows nothing of it',
    async (text) => {
      const { outbox, asked, show } = setUp()
      const refused = outbox.enqueue(CONVERSATION, text as string)
      await expect(refused).rejects.toMatchObject({ code: 'BAD_PAYLOAD' })
      expect(show()).toEqual([])
      await settled()
      expect(asked).toEqual([])
    },
  )

  it('keeps a stored message until the log shows it', async () => {
    const { outbox, attempt, enqueue, show } = setUp()
    await enqueue('hello')
    const message = await attempt(0).accept(1)
    expect(show()).toEqual(['hello sent'])
    outbox.shown(CONVERSATION, (clientId) => (clientId === message.clientId ? message : undefined))
    expect(show()).toEqual([])
  })

  it('keeps nothing that was stored of a conversation that nobody shows', async () => {
    const { outbox, attempt, enqueue } = setUp()
    await enqueue('hello', 'team')
    await attempt(0).accept(1)
    expect(outbox.items('team')).toEqual([])
  })

  it('sends in order, one at a time', async () => {
    const { attempt, enqueue, texts } = setUp()
    for (const text of ['one', 'two', 'three']) await enqueue(text)
    expect(texts()).toEqual(['one'])
    await attempt(0).accept(1)
    await attempt(1).accept(2)
    expect(texts()).toEqual(['one', 'two', 'three'])
  })

  it('lets no conversation wait for another', async () => {
    const { attempt, enqueue, texts } = setUp()
    await enqueue('one')
    await enqueue('two')
    await enqueue('elsewhere', 'team')
    expect(texts()).toEqual(['one', 'elsewhere'])
    await attempt(0).refuse('STORE_UNAVAILABLE')
    await attempt(1).accept(1)
    await enqueue('elsewhere too', 'team')
    expect(texts()).toEqual(['one', 'elsewhere', 'elsewhere too'])
  })

  it('waits for the connection and sends again under the same client id', async () => {
    const { attempt, asked, enqueue, show, disconnect, connect } = setUp()
    await enqueue('hello')
    disconnect()
    expect(show()).toEqual(['hello queued'])
    await attempt(0).refuse('DISCONNECTED')
    await vi.advanceTimersByTimeAsync(20_000)
    expect(asked).toHaveLength(1)
    connect()
    expect(show()).toEqual(['hello sending'])
    await settled()
    expect(attempt(1).clientId).toBe(attempt(0).clientId)
  })

  it('asks nothing of a connection that is not there', async () => {
    const { asked, enqueue, show, disconnect, connect, texts } = setUp()
    disconnect()
    await enqueue('one')
    await enqueue('two')
    expect(asked).toHaveLength(0)
    expect(show()).toEqual(['one queued', 'two queued'])
    connect()
    await settled()
    expect(texts()).toEqual(['one'])
  })

  it.each(['TIMEOUT', 'STORE_UNAVAILABLE', 'INTERNAL'] as const)(
    'tries again by itself after %s, before what was written later',
    async (code) => {
      const { attempt, enqueue, show, texts } = setUp()
      await enqueue('one')
      await enqueue('two')
      await attempt(0).refuse(code)
      expect(texts()).toEqual(['one'])
      expect(show()).toEqual(['one sending', 'two sending'])
      await vi.advanceTimersByTimeAsync(1000)
      expect(texts()).toEqual(['one', 'one'])
    },
  )

  it('fails at once when trying again is pointless, and goes on with the next', async () => {
    const { outbox, attempt, enqueue, show } = setUp()
    const { result } = await enqueue('one')
    await enqueue('two')
    await attempt(0).refuse('FORBIDDEN')
    await expect(result).rejects.toMatchObject({ name: 'RealtimeError', code: 'FORBIDDEN' })
    expect(show()).toEqual(['one failed', 'two sending'])
    expect(outbox.items(CONVERSATION)[0]?.error).toEqual({
      code: 'FORBIDDEN',
      message: 'FORBIDDEN',
    })
    expect(attempt(1).text).toBe('two')
  })

  it('says so when the server answers, but cannot take a message, and tries again when asked', async () => {
    const { outbox, attempt, enqueue, show, asked } = setUp()
    const { result, clientId } = await enqueue('one')
    await attempt(0).refuse('TIMEOUT')
    for (let refused = 1; refused <= 6; refused++) {
      expect(show()).toEqual(['one sending'])
      await vi.advanceTimersByTimeAsync(30_000)
      await attempt(refused).refuse('STORE_UNAVAILABLE')
    }
    await expect(result).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    expect(show()).toEqual(['one failed'])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveLength(7)
    outbox.retry(clientId)
    await settled()
    expect(attempt(7).clientId).toBe(clientId)
    await attempt(7).refuse('STORE_UNAVAILABLE')
    expect(show()).toEqual(['one sending'])
  })

  it('waits as long as it takes for a server that does not answer', async () => {
    const { attempt, enqueue, show } = setUp()
    await enqueue('one')
    for (let i = 0; i < 12; i++) {
      await attempt(i).refuse('TIMEOUT')
      await vi.advanceTimersByTimeAsync(30_000)
    }
    expect(show()).toEqual(['one sending'])
  })

  it('gives up after 72 hours', async () => {
    const { attempt, enqueue, show, disconnect } = setUp()
    const { result } = await enqueue('one')
    await attempt(0).refuse('DISCONNECTED')
    disconnect()
    await vi.advanceTimersByTimeAsync(HOUR_MS)
    await enqueue('two')
    await vi.advanceTimersByTimeAsync(71 * HOUR_MS - 1)
    expect(show()).toEqual(['one queued', 'two queued'])
    await vi.advanceTimersByTimeAsync(1)
    expect(show()).toEqual(['one failed', 'two queued'])
    await expect(result).rejects.toMatchObject({ code: 'TIMEOUT' })
    await vi.advanceTimersByTimeAsync(HOUR_MS)
    expect(show()).toEqual(['one failed', 'two failed'])
  })

  it('becomes sent when the answer comes after it was given up', async () => {
    const { attempt, enqueue, onStored, show } = setUp()
    await enqueue('hello')
    await vi.advanceTimersByTimeAsync(OUTBOX_LIMITS.ageMs)
    expect(show()).toEqual(['hello failed'])
    const message = await attempt(0).accept(1)
    expect(show()).toEqual(['hello sent'])
    expect(onStored).toHaveBeenCalledWith(message)
  })

  it('waits in peace where the clock was far ahead and is set back', async () => {
    const { enqueue, show, disconnect, connect } = setUp()
    disconnect()
    const now = Date.now()
    vi.setSystemTime(now + 60 * 24 * HOUR_MS)
    await enqueue('hello')
    vi.setSystemTime(now)
    connect()
    await settled()
    const onTimer = vi.spyOn(globalThis, 'setTimeout')
    await vi.advanceTimersByTimeAsync(1000)
    expect(onTimer.mock.calls.length).toBeLessThan(10)
    onTimer.mockRestore()
    expect(show()).toEqual(['hello sending'])
  })

  it('takes no more than 500 messages', async () => {
    const { outbox, enqueue, show, disconnect } = setUp()
    disconnect()
    for (let n = 1; n <= OUTBOX_LIMITS.items; n++) void outbox.enqueue(CONVERSATION, `${n}`)
    const { result } = await enqueue('one too many')
    expect(show().at(-1)).toBe('one too many failed')
    await expect(result).rejects.toMatchObject({ code: 'OUTBOX_FULL' })
    expect(show().filter((line) => line.endsWith('queued'))).toHaveLength(500)
  })

  it('sends a failed message again, after the others, with a new deadline', async () => {
    const { outbox, attempt, enqueue, show } = setUp()
    const { clientId } = await enqueue('one')
    await attempt(0).refuse('FORBIDDEN')
    await vi.advanceTimersByTimeAsync(HOUR_MS)
    await enqueue('two')
    await vi.advanceTimersByTimeAsync(1)
    outbox.retry(clientId)
    expect(show()).toEqual(['two sending', 'one sending'])
    expect(outbox.items(CONVERSATION)[1]).not.toHaveProperty('error')
    await attempt(1).accept(1)
    expect(attempt(2).clientId).toBe(clientId)
    await vi.advanceTimersByTimeAsync(OUTBOX_LIMITS.ageMs - 1)
    expect(show()).toContain('one sending')
    await vi.advanceTimersByTimeAsync(1)
    expect(show()).toContain('one failed')
  })

  it('retries nothing that has not failed', async () => {
    const { outbox, asked, enqueue } = setUp()
    const { clientId } = await enqueue('one')
    outbox.retry(clientId)
    outbox.retry('unknown')
    await settled()
    expect(asked).toHaveLength(1)
  })

  it('forgets what is discarded, and sends it no more', async () => {
    const { outbox, asked, enqueue, show, disconnect, connect } = setUp()
    disconnect()
    const { result, clientId } = await enqueue('one')
    outbox.discard(clientId)
    expect(show()).toEqual([])
    await expect(result).rejects.toMatchObject({ code: 'DISCONNECTED' })
    connect()
    await settled()
    expect(asked).toHaveLength(0)
  })

  it('settles a message that was announced before it was acknowledged', async () => {
    const { outbox, attempt, enqueue, show } = setUp()
    const { result, clientId } = await enqueue('hello')
    const message = stored(1, { clientId })
    outbox.shown(CONVERSATION, () => message)
    expect(await result).toBe(message)
    await attempt(0).refuse('DISCONNECTED')
    expect(show()).toEqual([])
    await enqueue('next')
    expect(attempt(1).text).toBe('next')
  })

  it('keeps the identity of messages that did not change', async () => {
    const { outbox, enqueue } = setUp()
    await enqueue('one')
    const [before] = outbox.items(CONVERSATION)
    expect(outbox.items(CONVERSATION)).toBe(outbox.items(CONVERSATION))
    await enqueue('two')
    expect(outbox.items(CONVERSATION)[0]).toBe(before)
  })

  it('starts nothing when it is closed, and leaves its messages to the next client', async () => {
    const { asked, attempt, enqueue, close } = setUp()
    const { result } = await enqueue('hello')
    const onSettled = vi.fn()
    result.then(onSettled, onSettled)
    await attempt(0).refuse('TIMEOUT')
    close()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
    expect(onSettled).not.toHaveBeenCalled()
  })

  it('rejects what is unsent when the user signs out', async () => {
    const { enqueue, close, show } = setUp()
    const { result } = await enqueue('hello')
    close(true)
    await expect(result).rejects.toMatchObject({ code: 'DISCONNECTED' })
    expect(show()).toEqual([])
  })
})

describe('edit', () => {
  it('changes what will be sent', async () => {
    const { outbox, attempt, enqueue, show, disconnect, connect } = setUp()
    disconnect()
    const { clientId } = await enqueue('hullo')
    expect(await outbox.edit(clientId, { text: 'hello' })).toBe(true)
    expect(show()).toEqual(['hello queued'])
    connect()
    await settled()
    expect(attempt(0)).toMatchObject({ text: 'hello', clientId })
  })

  it('leaves alone what the server may have', async () => {
    const { outbox, attempt, enqueue, disconnect } = setUp()
    const { clientId } = await enqueue('hullo')
    disconnect()
    await attempt(0).refuse('DISCONNECTED')
    expect(await outbox.edit(clientId, { text: 'hello' })).toBe(false)
    expect(await outbox.edit('unknown', { text: 'hello' })).toBe(false)
  })

  it('changes what was refused', async () => {
    const { outbox, attempt, enqueue, show } = setUp()
    const { clientId } = await enqueue('bad word')
    await attempt(0).refuse('BAD_PAYLOAD')
    expect(await outbox.edit(clientId, { text: 'good word' })).toBe(true)
    expect(show()).toEqual(['good word failed'])
  })

  it('leaves alone what is stored with other content', async () => {
    const { outbox, attempt, enqueue } = setUp()
    const { clientId } = await enqueue('hullo')
    await attempt(0).refuse('CONFLICT')
    expect(await outbox.edit(clientId, { text: 'hello' })).toBe(false)
  })
})
