import { describe, expect, it, vi } from 'vitest'
import type {
  ConversationListResult,
  Message,
  MessageHistoryResult,
  MessageNew,
  MessageRead,
  MessageSendResult,
  MessageSyncResult,
} from '@monhub/realtime-protocol'
import { memoryStore, type RealtimeStore } from '@monhub/realtime-server'
import { join, start } from './harness'

const DM = 'dm:ada:bob'
const say = (text: string, clientId?: string) => ({ receiverId: 'bob', text, clientId })

describe('message:send', () => {
  it('reaches every device of both people, the sending one too, in the order of seq', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    const devices = [ada, await join(server, 'ada'), await join(server, 'bob')]
    const shown = devices.map(() => [] as string[])
    const complete = devices.map((device, i) =>
      device.next<MessageNew>('message:new', ({ message }) => shown[i]!.push(message.text) === 5),
    )
    const texts = ['1', '2', '3', '4', '5']
    await Promise.all(texts.map((text) => ada.request('message:send', say(text))))
    await Promise.all(complete)
    expect(shown).toEqual([texts, texts, texts])
  })

  it('keeps the order of one sender while checks take their time', async () => {
    let calls = 0
    const server = await start({
      authorize: (_, action) =>
        action !== 'send' || new Promise((resolve) => setTimeout(resolve, 20 - 8 * calls++, true)),
    })
    const ada = await join(server, 'ada')
    await Promise.all(['1', '2', '3'].map((text) => ada.request('message:send', say(text))))
    const { messages } = await server.service.history({ userId: 'ada', peerId: 'bob' })
    expect(messages.map(({ text }) => text)).toEqual(['1', '2', '3'])
  })

  it('with the same clientId and body gives the stored message, and announces it once', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    const bob = await join(server, 'bob')
    const heard: string[] = []
    bob.socket.on('message:new', ({ message }: MessageNew) => heard.push(message.text))
    const send = (payload: object) => ada.request<MessageSendResult>('message:send', payload)
    const first = await send({ ...say('once', 'c1'), metadata: { a: [1, { b: null }] } })
    const again = await send({ ...say('once', 'c1'), metadata: { a: [1, { b: null }] } })
    expect(first.duplicate).toBe(false)
    expect(again).toEqual({ ...first, duplicate: true })
    for (const other of [say('else', 'c1'), say('once', 'c1')]) {
      expect(await send(other)).toMatchObject({ ok: false, error: { code: 'CONFLICT' } })
    }
    const last = bob.next<MessageNew>('message:new', ({ message }) => message.text === 'last')
    await send(say('last'))
    await last
    expect(heard).toEqual(['once', 'last'])
  })

  it('works without an ack', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    const bob = await join(server, 'bob')
    const arrived = bob.next<MessageNew>('message:new')
    ada.socket.emit('message:send', say('no ack'))
    expect((await arrived).message.text).toBe('no ack')
  })

  it('is acknowledged only when stored, and a store that fails is a retryable code', async () => {
    const store: RealtimeStore = {
      ...memoryStore(),
      append: () => Promise.reject(new Error('disk full: /secret/path')),
    }
    const server = await start({ store })
    const ada = await join(server, 'ada')
    const bob = await join(server, 'bob')
    const heard = vi.fn()
    bob.socket.on('message:new', heard)
    const answer = await ada.request('message:send', say('hi'))
    expect(answer).toMatchObject({ ok: false, error: { code: 'STORE_UNAVAILABLE' } })
    expect(JSON.stringify(answer)).not.toContain('secret')
    expect(heard).not.toHaveBeenCalled()
  })

  it('asks authorize, and a stranger never gets that far', async () => {
    const authorize = vi.fn((_: string, action: string) => action !== 'send')
    const server = await start({ authorize })
    const ada = await join(server, 'ada')
    const refused = { ok: false, error: { code: 'FORBIDDEN' } }
    expect(await ada.request('message:send', say('hi'))).toMatchObject(refused)
    expect(authorize).toHaveBeenCalledTimes(1)
    const elsewhere = { conversationId: 'dm:bob:eve', text: 'hi' }
    expect(await ada.request('message:send', elsewhere)).toMatchObject(refused)
    expect(
      await ada.request('message:send', { conversationId: 'group-1', text: 'hi' }),
    ).toMatchObject(refused)
    expect(authorize).toHaveBeenCalledTimes(1)
    expect(await ada.request('message:history', { peerId: 'bob' })).toMatchObject({ ok: true })
  })

  it('goes without a profile when profiles throws', async () => {
    const server = await start({ profiles: () => Promise.reject(new Error('no db')) })
    const bob = await join(server, 'bob')
    const arrived = bob.next<MessageNew>('message:new')
    await server.service.sendMessage({ senderId: 'ada', receiverId: 'bob', text: 'hi' })
    expect((await arrived).sender).toEqual({ _id: 'ada' })
  })

  it('to oneself is a note', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    const { message } = await ada.request<MessageSendResult>('message:send', {
      receiverId: 'ada',
      text: 'note',
    })
    expect(message).toMatchObject({ conversationId: 'dm:ada:ada', receiverId: 'ada' })
    const list = await ada.request<ConversationListResult>('conversation:list', {})
    expect(list).toMatchObject({
      conversations: [{ peerId: 'ada', unreadCount: 0 }],
      unreadTotal: 0,
    })
  })
})

describe('message:read', () => {
  it('moves a cursor: the peer and the other devices of the reader hear it, the asking one is answered', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    const bob = await join(server, 'bob')
    const tablet = await join(server, 'bob')
    const sent = await Promise.all(
      ['1', '2', '3'].map((text) => ada.request<MessageSendResult>('message:send', say(text))),
    )
    const told = [ada, tablet].map((client) => client.next<MessageRead>('message:read'))
    const answer = await bob.request('message:read', { conversationId: DM, upTo: 2 })
    expect(answer).toMatchObject({ ok: true, conversationId: DM, upTo: 2 })
    for (const read of await Promise.all(told)) {
      expect(read.messageIds).toEqual(sent.slice(0, 2).map(({ message }) => message._id))
      expect(read).toMatchObject({ readBy: 'bob', conversationId: DM, upTo: 2 })
    }
    const back = await bob.request('message:read', { conversationId: DM, upTo: 1 })
    expect(back).toMatchObject({ ok: true, upTo: 2 })
    const beyond = await bob.request('message:read', { conversationId: DM, upTo: 99 })
    expect(beyond).toMatchObject({ ok: true, upTo: 3 })
  })

  it('of a v1 client changes only what is addressed to it, up to the highest it names', async () => {
    const server = await start()
    const bob = await join(server, 'bob', { version: 1 })
    const send = (senderId: string, receiverId: string) =>
      server.service.sendMessage({ senderId, receiverId, text: 'x' })
    const [first, second] = [await send('ada', 'bob'), await send('ada', 'bob')]
    const foreign = await send('ada', 'eve')
    const own = await send('bob', 'ada')
    const ownOnly = { messageIds: [own.message._id], readBy: 'bob' }
    const refused = { ok: false, error: { code: 'NOT_FOUND' } }
    expect(await bob.request('message:read', ownOnly)).toMatchObject(refused)
    const messageIds = [second, foreign, own].map(({ message }) => message._id)
    await bob.request('message:read', { messageIds, senderId: 'ada', readBy: 'bob' })
    const mine = await server.service.history({ userId: 'bob', peerId: 'ada' })
    expect(mine.messages.map(({ _id, isRead }) => [_id, isRead])).toEqual([
      [first.message._id, true],
      [second.message._id, true],
      [own.message._id, false],
    ])
    const theirs = await server.service.history({ userId: 'eve', peerId: 'ada' })
    expect(theirs.messages[0]).toMatchObject({ isRead: false })
  })
})

describe('reading', () => {
  async function withMessages(count: number) {
    const server = await start()
    for (let i = 1; i <= count; i++) {
      await server.service.sendMessage({ senderId: 'ada', receiverId: 'bob', text: `${i}` })
    }
    return { server, bob: await join(server, 'bob') }
  }
  const seqs = (messages: readonly Message[]) => messages.map(({ seq }) => seq)

  it('history pages before, after and around', async () => {
    const { bob } = await withMessages(10)
    const page = (query: object) =>
      bob.request<MessageHistoryResult>('message:history', { peerId: 'ada', limit: 4, ...query })
    const newest = await page({})
    expect(newest).toMatchObject({ ok: true, hasMore: true, head: 10, unreadCount: 10 })
    expect(seqs(newest.messages)).toEqual([7, 8, 9, 10])
    expect(seqs((await page({ before: 3 })).messages)).toEqual([1, 2])
    expect((await page({ before: 3 })).hasMore).toBe(false)
    expect(seqs((await page({ after: 2 })).messages)).toEqual([3, 4, 5, 6])
    expect(seqs((await page({ around: 5 })).messages)).toContain(5)
  })

  it('sync gives what was missed of several conversations, and starts over when too much was', async () => {
    const { server, bob } = await withMessages(3)
    await server.service.sendMessage({ senderId: 'eve', receiverId: 'bob', text: 'hello' })
    const sync = (conversations: object[]) =>
      bob.request<MessageSyncResult>('message:sync', { conversations })
    const { conversations } = await sync([
      { conversationId: DM, after: 1 },
      { conversationId: 'dm:bob:eve', after: 0 },
      { conversationId: 'dm:ada:eve', after: 0 },
    ])
    expect(conversations.map(({ entries }) => entries.map(({ seq }) => seq))).toEqual([[2, 3], [1]])
    expect(conversations[0]).toMatchObject({ head: 3, hasMore: false, unreadCount: 3 })
    for (let i = 4; i <= 600; i++) {
      await server.service.sendMessage({ senderId: 'ada', receiverId: 'bob', text: `${i}` })
    }
    const [page] = (await sync([{ conversationId: DM, after: 100 }])).conversations
    expect(page).toMatchObject({ hasMore: true, head: 600 })
    expect(page?.entries[0]?.seq).toBe(101)
    const [far] = (await sync([{ conversationId: DM, after: 1 }])).conversations
    expect(far).toMatchObject({ reset: true, hasMore: false, head: 600 })
    expect(far?.entries.at(-1)?.seq).toBe(600)
    const [ahead] = (await sync([{ conversationId: DM, after: 700 }])).conversations
    expect(ahead).toMatchObject({ reset: true, head: 600 })
  })

  it('conversation:list is newest first, with the last message, the peer and what is unread', async () => {
    const { server, bob } = await withMessages(2)
    await server.service.sendMessage({ senderId: 'eve', receiverId: 'bob', text: 'newer' })
    const list = await bob.request<ConversationListResult>('conversation:list', { limit: 1 })
    expect(list).toMatchObject({
      conversations: [{ peerId: 'eve', unreadCount: 1, lastMessage: { text: 'newer' } }],
      unreadTotal: 3,
    })
    const rest = await bob.request<ConversationListResult>('conversation:list', {
      before: list.next,
    })
    expect(rest.conversations).toMatchObject([{ peerId: 'ada', unreadCount: 2 }])
    expect(rest.next).toBeUndefined()
  })
})
