// @vitest-environment node
import { directConversationId, type Message } from '@monhub/realtime-protocol'
import { createChats } from '@monhub/realtime-react/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { act, stored, storedRange, target } from './messages'
import { createStubClient, settled } from './stubClient'

const conversationId = directConversationId('me', 'peer')

/** An open conversation that holds the messages 1 and 2, of which the second is mine. */
async function setUp() {
  const stub = createStubClient()
  const chat = createChats(stub.client).open('peer')
  chat.state.subscribe(() => {})
  const messages = storedRange(1, 2)
  const head = { head: 2, cursors: [], unreadCount: 0 }
  await stub.at(0).answer({ conversationId, messages, hasMore: false, ...head })
  const message = (at: number) => chat.state.getState().messages[at]
  const texts = () => chat.state.getState().messages.map(({ text }) => text)
  const events = () => stub.asked.slice(1).map(({ event }) => event)
  return { ...stub, chat, message, texts, events }
}
const edited = (text: string, rev: number, rest: Partial<Message> = {}) => ({
  message: stored(2, { text, rev, editedAt: 'then', ...rest }),
})

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('edit', () => {
  it('is shown at once and gives the message', async () => {
    const { chat, at, texts, message } = await setUp()
    const before = message(0)
    const promise = chat.edit('m2', 'edited', { metadata: { a: 1 } })
    expect(texts()).toEqual(['text 1', 'edited'])
    expect(message(1)).toMatchObject({ metadata: { a: 1 }, delivery: 'sent' })
    expect(message(1)).toHaveProperty('editedAt')
    expect(message(1)).not.toHaveProperty('rev')
    expect(message(0)).toBe(before)
    expect(at(1)).toMatchObject({
      event: 'message:edit',
      payload: { messageId: 'm2', text: 'edited', metadata: { a: 1 } },
    })
    await at(1).answer(edited('edited', 3))
    expect(await promise).toMatchObject({ text: 'edited', rev: 3 })
    expect(message(1)).toMatchObject({ text: 'edited', editedAt: 'then', rev: 3 })
  })

  it('never shows the old text again, whether announced or answered first', async () => {
    const { chat, at, says, texts } = await setUp()
    const seen: string[] = []
    chat.state.subscribe(() => seen.push(texts()[1]!))
    const entry = (seq: number, text: string) =>
      act(seq, { kind: 'edit', ...target(2), text, conversationId })
    void chat.edit('m2', 'one')
    await settled()
    says('message:entry', entry(3, 'one'))
    await at(1).answer(edited('one', 3))
    void chat.edit('m2', 'two')
    await settled()
    await at(2).answer(edited('two', 4))
    says('message:entry', entry(4, 'two'))
    expect(new Set(seen)).toEqual(new Set(['one', 'two']))
    expect(seen.lastIndexOf('one')).toBeLessThan(seen.indexOf('two'))
  })

  it('is undone when refused', async () => {
    const { chat, at, texts } = await setUp()
    const promise = chat.edit('m2', 'edited')
    await settled()
    await at(1).refuse('FORBIDDEN')
    await expect(promise).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(texts()).toEqual(['text 1', 'text 2'])
  })

  it('waits for the connection, and is undone after `sendTimeoutMs`', async () => {
    const { chat, asked, at, texts, connect, disconnect } = await setUp()
    disconnect()
    const promise = chat.edit('m2', 'edited')
    await vi.advanceTimersByTimeAsync(29_999)
    expect(texts()[1]).toBe('edited')
    expect(asked).toHaveLength(1)
    connect()
    await settled()
    await at(1).refuse('DISCONNECTED')
    expect(texts()[1]).toBe('edited')
    await vi.advanceTimersByTimeAsync(1)
    expect(texts()[1]).toBe('text 2')
    await expect(promise).rejects.toMatchObject({ code: 'DISCONNECTED' })
  })

  it('tries again by itself, before what was wanted later', async () => {
    const { chat, at, events, texts } = await setUp()
    void chat.edit('m2', 'one')
    void chat.edit('m2', 'two')
    await settled()
    expect(texts()[1]).toBe('two')
    await at(1).refuse('STORE_UNAVAILABLE')
    await vi.advanceTimersByTimeAsync(1000)
    expect(at(2).payload).toMatchObject({ text: 'one' })
    await at(2).answer(edited('one', 3))
    expect(texts()[1]).toBe('two')
    expect(at(3).payload).toMatchObject({ text: 'two' })
    expect(events()).toHaveLength(3)
  })

  it('changes what will be sent of a message that waits', async () => {
    const { chat, at, events, texts, connect, disconnect } = await setUp()
    disconnect()
    void chat.send('hullo')
    const [, , { clientId } = { clientId: '' }] = chat.state.getState().messages
    expect(await chat.edit(clientId, 'hello')).toMatchObject({ text: 'hello', clientId })
    expect(texts()[2]).toBe('hello')
    connect()
    await vi.advanceTimersByTimeAsync(0)
    expect(events()).toEqual(['message:sync', 'message:send'])
    expect(at(2).payload).toMatchObject({ text: 'hello' })
  })

  it('follows a message that is under way', async () => {
    const { chat, at, events, texts } = await setUp()
    void chat.send('hullo')
    await settled()
    const { clientId } = at(1).payload as Message
    void chat.edit(clientId, 'hello')
    await settled()
    expect(texts()[2]).toBe('hello')
    expect(events()).toEqual(['message:send'])
    const message = stored(3, { clientId, conversationId, senderId: 'me', text: 'hullo' })
    await at(1).answer({ message, duplicate: false })
    expect(texts()[2]).toBe('hello')
    expect(at(2)).toMatchObject({ event: 'message:edit', payload: { messageId: 'm3' } })
  })

  it('follows a message that is announced before it is answered, as servers do', async () => {
    const { chat, at, says } = await setUp()
    void chat.send('hullo')
    await settled()
    const { clientId } = at(1).payload as Message
    void chat.react(clientId, '👍')
    const message = stored(3, { clientId, conversationId, senderId: 'me', text: 'hullo' })
    says('message:new', { message, sender: { _id: 'me' } })
    await settled()
    expect(at(2)).toMatchObject({ event: 'message:react', payload: { messageId: 'm3' } })
    await at(1).answer({ message, duplicate: false })
    await at(2).answer({ message: { ...message, rev: 4, reactions: { '👍': ['me'] } } })
    expect(chat.state.getState().messages[2]?.reactions).toEqual({ '👍': ['me'] })
  })
})

describe('remove', () => {
  it('empties the message at once', async () => {
    const { chat, at, message } = await setUp()
    const promise = chat.remove('m2')
    expect(message(1)).toMatchObject({ text: '', deletedAt: expect.any(String) as string })
    expect(at(1)).toMatchObject({ event: 'message:delete', payload: { messageId: 'm2' } })
    await at(1).answer(edited('', 3, { deletedAt: 'then' }))
    expect(await promise).toMatchObject({ deletedAt: 'then' })
    expect(message(1)?.deletedAt).toBe('then')
  })

  it('discards what waits', async () => {
    const { chat, asked, connect, disconnect } = await setUp()
    disconnect()
    const sent = chat.send('hello')
    const [, , { clientId } = { clientId: '' }] = chat.state.getState().messages
    expect(await chat.remove(clientId)).toMatchObject({ text: '', clientId })
    await expect(sent).rejects.toMatchObject({ code: 'DISCONNECTED' })
    expect(chat.state.getState().messages).toHaveLength(2)
    connect()
    await settled()
    expect(asked.map(({ event }) => event)).not.toContain('message:send')
  })

  it('deletes what was sent and waits to be sent again, since it may be stored', async () => {
    const { chat, at, events, message, connect, disconnect } = await setUp()
    void chat.send('hello')
    await settled()
    const { clientId } = at(1).payload as Message
    disconnect()
    await at(1).refuse('DISCONNECTED')
    const removed = chat.remove(clientId)
    expect(message(2)).toMatchObject({ text: '', delivery: 'queued' })
    connect()
    await settled()
    expect(events()).toEqual(['message:send', 'message:sync', 'message:send'])
    const answer = stored(3, { clientId, conversationId, senderId: 'me' })
    await at(3).answer({ message: answer, duplicate: true })
    expect(at(4)).toMatchObject({ event: 'message:delete', payload: { messageId: 'm3' } })
    await at(4).answer({ message: { ...answer, rev: 4, text: '', deletedAt: 'then' } })
    expect(await removed).toMatchObject({ deletedAt: 'then' })
    expect(message(2)?.deletedAt).toBe('then')
  })

  it('deletes what is under way once it is stored', async () => {
    const { chat, at, message } = await setUp()
    void chat.send('hello')
    await settled()
    const { clientId } = at(1).payload as Message
    void chat.remove(clientId)
    expect(message(2)).toMatchObject({ text: '', clientId })
    const answer = stored(3, { clientId, conversationId, senderId: 'me' })
    await at(1).answer({ message: answer, duplicate: false })
    expect(at(2)).toMatchObject({ event: 'message:delete', payload: { messageId: 'm3' } })
  })
})

describe('react', () => {
  it('adds one name to a reaction, or takes it back, at once', async () => {
    const { chat, at, says, message } = await setUp()
    says(
      'message:entry',
      act(3, { kind: 'reaction', ...target(1), reaction: '👍', conversationId }),
    )
    void chat.react('m1', '👍')
    expect(message(0)?.reactions).toEqual({ '👍': ['peer', 'me'] })
    expect(at(1)).toMatchObject({ event: 'message:react', payload: { reaction: '👍' } })
    void chat.react('m1', '👍', { remove: true })
    expect(message(0)?.reactions).toEqual({ '👍': ['peer'] })
    const answer = { message: stored(1, { reactions: { '👍': ['peer', 'me'] }, rev: 4 }) }
    await at(1).answer(answer)
    expect(message(0)?.reactions).toEqual({ '👍': ['peer'] })
    expect(at(2).payload).toMatchObject({ reaction: '👍', remove: true })
  })
})

describe('a closed client', () => {
  it('undoes what was not granted, and leaves no timer', async () => {
    const { chat, close, texts, disconnect } = await setUp()
    disconnect()
    const promise = chat.edit('m2', 'edited')
    await settled()
    close()
    await expect(promise).rejects.toMatchObject({ code: 'DISCONNECTED' })
    expect(texts()).toEqual(['text 1', 'text 2'])
    expect(vi.getTimerCount()).toBe(0)
  })
})
