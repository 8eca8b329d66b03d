import { describe, expect, it, vi } from 'vitest'
import type {
  ChangeEntry,
  Message,
  MessageHistoryResult,
  MessageSyncResult,
} from '@monhub/realtime-protocol'
import { LIMITS } from '@monhub/realtime-protocol'
import { join, start } from './harness'

const DM = 'dm:ada:bob'
type Answer = { ok: boolean; message: Message; error?: { code: string } }
const code = (answer: Answer) => (answer.ok ? 'ok' : answer.error?.code)

async function conversation() {
  const server = await start()
  const people = { ada: await join(server, 'ada'), bob: await join(server, 'bob') }
  const { message } = await server.service.sendMessage({
    senderId: 'ada',
    receiverId: 'bob',
    text: 'Hello',
    metadata: { listing: 7 },
  })
  return { server, ...people, messageId: message._id, message }
}

describe('message:edit', () => {
  it('changes the message for every device of both, and keeps the metadata', async () => {
    const { server, ada, bob, messageId } = await conversation()
    const devices = [ada, await join(server, 'ada'), bob]
    const heard = devices.map((device) => device.next<ChangeEntry>('message:entry'))
    const answer = await ada.request<Answer>('message:edit', { messageId, text: 'Bonjour' })
    expect(answer).toMatchObject({
      ok: true,
      message: { text: 'Bonjour', metadata: { listing: 7 }, editedAt: expect.any(String) },
    })
    for (const entry of await Promise.all(heard)) {
      expect(entry).toMatchObject({
        kind: 'edit',
        conversationId: DM,
        seq: 2,
        actorId: 'ada',
        targetId: messageId,
        text: 'Bonjour',
        metadata: { listing: 7 },
      })
    }
    const { messages } = await server.service.history({ userId: 'bob', peerId: 'ada' })
    expect(messages).toEqual([answer.message])
  })

  it('is for the sender alone, and tells a stranger nothing', async () => {
    const { server, ada, bob, messageId } = await conversation()
    const eve = await join(server, 'eve')
    const edit = (client: typeof ada) =>
      client.request<Answer>('message:edit', { messageId, text: 'mine' })
    expect(code(await edit(bob))).toBe('FORBIDDEN')
    expect(code(await edit(eve))).toBe('NOT_FOUND')
    expect(code(await ada.request<Answer>('message:edit', { messageId: 'no', text: 'x' }))).toBe(
      'NOT_FOUND',
    )
    expect(code(await ada.request<Answer>('message:edit', { messageId, text: ' ' }))).toBe(
      'BAD_PAYLOAD',
    )
    const { head } = await server.service.history({ userId: 'bob', peerId: 'ada' })
    expect(head).toBe(1)
  })

  it('that changes nothing writes nothing', async () => {
    const { server, ada, messageId, message } = await conversation()
    const answer = await ada.request<Answer>('message:edit', { messageId, text: 'Hello' })
    expect(answer).toEqual({ ok: true, message })
    expect((await server.service.history({ userId: 'bob', peerId: 'ada' })).head).toBe(1)
  })

  it('of one message in a row keep their row while checks take their time', async () => {
    let calls = 0
    const server = await start({
      authorize: (_, action) =>
        action !== 'edit' || new Promise((resolve) => setTimeout(resolve, 20 - 8 * calls++, true)),
    })
    const ada = await join(server, 'ada')
    const sent = await ada.request<Answer>('message:send', { receiverId: 'bob', text: '0' })
    const messageId = sent.message._id
    const texts = ['1', '2', '3']
    await Promise.all(texts.map((text) => ada.request('message:edit', { messageId, text })))
    const { messages } = await server.service.history({ userId: 'bob', peerId: 'ada' })
    expect(messages[0]?.text).toBe('3')
  })
})

describe('message:delete', () => {
  it('leaves the place and nothing of what was said, also in the log', async () => {
    const { server, ada, bob, messageId } = await conversation()
    await ada.request('message:edit', { messageId, text: 'Secret' })
    const heard = bob.next<ChangeEntry>('message:entry', ({ kind }) => kind === 'delete')
    expect(await ada.request<Answer>('message:delete', { messageId })).toMatchObject({
      ok: true,
      message: { text: '', deletedAt: expect.any(String) },
    })
    expect(await heard).toMatchObject({ kind: 'delete', targetId: messageId, actorId: 'ada' })
    const missed = await bob.request<MessageSyncResult>('message:sync', {
      conversations: [{ conversationId: DM, after: 0 }],
    })
    expect(missed.conversations[0]?.entries.map(({ kind }) => kind)).toEqual([
      'message',
      'edit',
      'delete',
    ])
    expect(JSON.stringify(missed)).not.toMatch(/Hello|Secret|listing/)
    expect(missed.conversations[0]?.unreadCount).toBe(0)
    expect(
      (await server.service.history({ userId: 'ada', peerId: 'bob' })).messages[0],
    ).toMatchObject({ seq: 1, text: '' })
  })

  it('is for the sender alone, once, and for good', async () => {
    const { server, ada, bob, messageId } = await conversation()
    expect(code(await bob.request('message:delete', { messageId }))).toBe('FORBIDDEN')
    expect(code(await ada.request('message:delete', { messageId }))).toBe('ok')
    expect(code(await ada.request('message:delete', { messageId }))).toBe('ok')
    expect(code(await ada.request('message:edit', { messageId, text: 'back' }))).toBe('CONFLICT')
    expect(code(await bob.request('message:react', { messageId, reaction: '👍' }))).toBe('CONFLICT')
    expect((await server.service.history({ userId: 'bob', peerId: 'ada' })).head).toBe(2)
  })

  it('answers a repeated send with what is left of it', async () => {
    const { ada } = await conversation()
    const draft = { receiverId: 'bob', text: 'again', clientId: 'k' }
    const { message } = await ada.request<Answer>('message:send', draft)
    await ada.request('message:delete', { messageId: message._id })
    expect(await ada.request('message:send', draft)).toMatchObject({
      ok: true,
      duplicate: true,
      message: { _id: message._id, text: '' },
    })
  })

  it('keeps a repeated send a repetition after an edit', async () => {
    const { ada } = await conversation()
    const draft = { receiverId: 'bob', text: 'typo', clientId: 'k', metadata: { b: 1, a: 2 } }
    const { message } = await ada.request<Answer>('message:send', draft)
    await ada.request('message:edit', { messageId: message._id, text: 'right' })
    const reordered = { ...draft, metadata: { a: 2, b: 1 } }
    expect(await ada.request('message:send', reordered)).toMatchObject({
      ok: true,
      duplicate: true,
      message: { text: 'right' },
    })
    expect(code(await ada.request('message:send', { ...draft, text: 'right' }))).toBe('CONFLICT')
  })
})

describe('message:react', () => {
  it('is open to everybody in the conversation, once each, and can be taken back', async () => {
    const { server, ada, bob, messageId } = await conversation()
    const heard = ada.next<ChangeEntry>('message:entry')
    const react = (client: typeof ada, more = {}) =>
      client.request<Answer>('message:react', { messageId, reaction: '👍', ...more })
    expect((await react(bob)).message.reactions).toEqual({ '👍': ['bob'] })
    expect(await heard).toMatchObject({ kind: 'reaction', actorId: 'bob', reaction: '👍' })
    expect((await react(bob)).message.reactions).toEqual({ '👍': ['bob'] })
    expect((await react(ada)).message.reactions).toEqual({ '👍': ['bob', 'ada'] })
    expect((await react(bob, { remove: true })).message.reactions).toEqual({ '👍': ['ada'] })
    expect((await react(bob, { remove: true })).message.reactions).toEqual({ '👍': ['ada'] })
    expect(code(await react(await join(server, 'eve')))).toBe('NOT_FOUND')
    expect((await server.service.history({ userId: 'bob', peerId: 'ada' })).head).toBe(4)
  })

  it('takes a bounded number of different reactions, and any that is there already', async () => {
    const { ada, bob, messageId } = await conversation()
    const react = (client: typeof ada, reaction: string) =>
      client.request<Answer>('message:react', { messageId, reaction })
    for (let i = 0; i < LIMITS.reactionsPerMessage; i++) await react(ada, `r${i}`)
    expect(code(await react(ada, 'one-more'))).toBe('CONFLICT')
    expect(code(await react(bob, 'r0'))).toBe('ok')
    expect(code(await react(bob, 'x'.repeat(LIMITS.reactionLength + 1)))).toBe('BAD_PAYLOAD')
    expect(code(await react(bob, 'two words'))).toBe('BAD_PAYLOAD')
  })

  it('asks authorize', async () => {
    const authorize = vi.fn((_: string, action: string) => action !== 'react')
    const server = await start({ authorize })
    const ada = await join(server, 'ada')
    const sent = await ada.request<Answer>('message:send', { receiverId: 'bob', text: 'Hello' })
    const messageId = sent.message._id
    expect(code(await ada.request('message:react', { messageId, reaction: '👍' }))).toBe(
      'NOT_FOUND',
    )
    expect(code(await ada.request('message:edit', { messageId, text: 'Hi' }))).toBe('ok')
    expect(code(await ada.request('message:delete', { messageId }))).toBe('ok')
    expect(authorize.mock.calls.map(([, action]) => action)).toEqual([
      'send',
      'react',
      'edit',
      'delete',
    ])
  })
})

describe('a v1 client', () => {
  it('gets no entry, and the changed message when it asks again', async () => {
    const { server, ada, messageId } = await conversation()
    const old = await join(server, 'bob', { version: 1 })
    const heard = vi.fn()
    old.socket.onAny(heard)
    await ada.request('message:edit', { messageId, text: 'Bonjour' })
    const page = await old.request<MessageHistoryResult>('message:history', { peerId: 'ada' })
    expect(page.messages.map(({ text }) => text)).toEqual(['Bonjour'])
    expect(heard.mock.calls.map(([event]) => String(event))).not.toContain('message:entry')
  })
})

describe('the service', () => {
  it('may change any message in the name of anybody', async () => {
    const { server, bob, messageId } = await conversation()
    const { service } = server
    const kinds: string[] = []
    const last = bob.next<ChangeEntry>('message:entry', ({ kind }) => kinds.push(kind) === 3)
    await service.reactToMessage({ messageId, reaction: '👀', by: 'moderator' })
    await service.editMessage({ messageId, text: '[cut]', by: 'moderator' })
    const { message } = await service.deleteMessage({ messageId, by: 'moderator' })
    expect(message).toMatchObject({ text: '', senderId: 'ada' })
    await last
    expect(kinds).toEqual(['reaction', 'edit', 'delete'])
    await expect(service.deleteMessage({ messageId: 'none', by: 'm' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await expect(service.editMessage({ messageId, text: '', by: 'm' })).rejects.toMatchObject({
      code: 'BAD_PAYLOAD',
    })
  })
})
