import { describe, expect, it, vi } from 'vitest'
import type {
  ConversationListResult,
  MemberEntry,
  MessageHistoryResult,
  MessageNew,
  MessageRead,
  MessageSyncResult,
} from '@monhub/realtime-protocol'
import { memoryStore } from '@monhub/realtime-server'
import { join, start } from './harness'

const TEAM = 'team-1'
const inTeam = { conversationId: TEAM }
type Answer = { ok: boolean; error?: { code: string } }
const FORBIDDEN = { ok: false, error: { code: 'FORBIDDEN' } }

async function team(...userIds: string[]) {
  const server = await start()
  await server.service.updateMembers({ conversationId: TEAM, add: userIds, by: userIds[0]! })
  const clients = await Promise.all(userIds.map((userId) => join(server, userId)))
  return { server, service: server.service, clients }
}

/** Everything of ours that a client heard so far, once what was sent before has arrived. */
function record(client: Awaited<ReturnType<typeof join>>) {
  const heard: string[] = []
  client.socket.onAny((event: string) => heard.push(event))
  return async () => {
    await client.request('data:sync', {})
    return heard
  }
}

/** A `beforeSend` that waits, and lets whoever holds it know that it was reached. */
function holdingSends() {
  let letGo = () => {}
  const isHeld = new Promise<void>((resolve) => (letGo = resolve))
  let arrive = () => {}
  const reached = new Promise<void>((resolve) => (arrive = resolve))
  const beforeSend = async () => {
    arrive()
    await isHeld
    return undefined
  }
  return { beforeSend, reached, letGo: () => letGo() }
}

describe('a group', () => {
  it('is nobody’s until somebody is put into it', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    expect(await ada.request('message:send', { ...inTeam, text: 'hi' })).toMatchObject(FORBIDDEN)
    const heard = ada.next<MemberEntry>('message:entry')
    await server.service.updateMembers({ ...inTeam, add: ['ada', 'bob'], by: 'bob' })
    expect(await heard).toMatchObject({ kind: 'member', seq: 1, added: ['ada', 'bob'] })
    expect(await ada.request('message:send', { ...inTeam, text: 'hi' })).toMatchObject({ ok: true })
    const list = await ada.request<ConversationListResult>('conversation:list', {})
    expect(list.conversations).toMatchObject([
      { conversationId: TEAM, memberIds: ['ada', 'bob'], lastMessage: { text: 'hi' } },
    ])
  })

  it('tells every device of every member, and v1 clients nothing', async () => {
    const { server, clients } = await team('ada', 'bob', 'cy')
    const [ada, bob, cy] = clients as [
      (typeof clients)[0],
      (typeof clients)[0],
      (typeof clients)[0],
    ]
    const old = record(await join(server, 'bob', { version: 1 }))
    const everybody = [ada, bob, cy].map((client) => client.next<MessageNew>('message:new'))
    await ada.request('message:send', { ...inTeam, text: 'hi' })
    for (const { message } of await Promise.all(everybody)) {
      expect(message).toMatchObject({ conversationId: TEAM, senderId: 'ada', text: 'hi' })
      expect(message).not.toHaveProperty('receiverId')
    }
    const read = ada.next<MessageRead>('message:read')
    await bob.request('message:read', { ...inTeam, upTo: 2 })
    expect(await read).toMatchObject({ readBy: 'bob', upTo: 2, conversationId: TEAM })
    const typing = cy.next('typing:update')
    await ada.request('typing:start', inTeam)
    expect(await typing).toEqual({ userId: 'ada', isTyping: true, conversationId: TEAM })
    expect(await old()).toEqual([])
  })

  it('gives history with the members and how far each has read', async () => {
    const { clients } = await team('ada', 'bob')
    const [ada, bob] = clients as [(typeof clients)[0], (typeof clients)[0]]
    await ada.request('message:send', { ...inTeam, text: 'hi' })
    await bob.request('message:read', { ...inTeam, upTo: 2 })
    const page = await ada.request<MessageHistoryResult>('message:history', inTeam)
    expect(page).toMatchObject({
      messages: [{ text: 'hi', isRead: false }],
      head: 2,
      memberIds: ['ada', 'bob'],
      cursors: [{ userId: 'bob', upTo: 2 }],
    })
  })

  it('shows receipts up to 100 members, and one’s own beyond', async () => {
    const { clients, service } = await team('ada', 'bob')
    const [ada, bob] = clients as [(typeof clients)[0], (typeof clients)[0]]
    const others = Array.from({ length: 99 }, (_, i) => `user-${i}`)
    await service.updateMembers({ ...inTeam, add: others, by: 'ada' })
    const heard = record(ada)
    await ada.request('message:send', { ...inTeam, text: 'hi' })
    await bob.request('message:read', { ...inTeam, upTo: 3 })
    expect(await heard()).toEqual(['message:entry', 'message:new'])
    const cursorsFor = async (client: typeof ada) =>
      (await client.request<MessageHistoryResult>('message:history', inTeam)).cursors.length
    expect(await cursorsFor(ada)).toBe(0)
    expect(await cursorsFor(bob)).toBe(1)
  })
})

describe('updateMembers', () => {
  it('lets who is taken out receive and read nothing from then on', async () => {
    const { service, clients } = await team('ada', 'bob', 'cy')
    const [ada, bob, cy] = clients as [
      (typeof clients)[0],
      (typeof clients)[0],
      (typeof clients)[0],
    ]
    await ada.request('message:send', { ...inTeam, text: 'before' })
    await bob.request('typing:start', inTeam)
    const told = bob.next<MemberEntry>('message:entry')
    const heardByCy = record(cy)
    expect(await service.updateMembers({ ...inTeam, remove: ['bob'], by: 'ada' })).toEqual({
      memberIds: ['ada', 'cy'],
    })
    expect(await told).toMatchObject({ removed: ['bob'], actorId: 'ada' })
    expect(await heardByCy()).toEqual(['typing:update', 'message:entry'])

    const heard = record(bob)
    const sent = await ada.request<{ message: { _id: string } }>('message:send', {
      ...inTeam,
      text: 'after',
    })
    await ada.request('message:edit', { messageId: sent.message._id, text: 'later' })
    await ada.request('typing:start', inTeam)
    await cy.request('message:read', { ...inTeam, upTo: 9 })
    expect(await heard()).toEqual([])

    const messageId = sent.message._id
    for (const [event, payload] of [
      ['message:send', { ...inTeam, text: 'hi' }],
      ['message:history', inTeam],
      ['message:read', { ...inTeam, upTo: 9 }],
      ['typing:start', inTeam],
    ] as const) {
      expect([event, await bob.request<Answer>(event, payload)]).toMatchObject([event, FORBIDDEN])
    }
    for (const event of ['message:react', 'message:delete', 'message:edit']) {
      const payload = { messageId, reaction: '👍', text: 'hi' }
      expect([event, (await bob.request<Answer>(event, payload)).error?.code]).toEqual([
        event,
        'NOT_FOUND',
      ])
    }
    const missed = await bob.request<MessageSyncResult>('message:sync', {
      conversations: [{ conversationId: TEAM, after: 0 }],
    })
    expect(missed.conversations).toEqual([])
    const list = await bob.request<ConversationListResult>('conversation:list', {})
    expect(list).toMatchObject({ conversations: [], unreadTotal: 0 })
  })

  it('keeps from a member a message that was being stored when they were taken out', async () => {
    const store = memoryStore()
    const { beforeSend, reached, letGo } = holdingSends()
    const server = await start({ store, beforeSend })
    await server.service.updateMembers({ ...inTeam, add: ['ada', 'bob'], by: 'ada' })
    const ada = await join(server, 'ada')
    const heard = record(await join(server, 'bob'))
    const sending = ada.request('message:send', { ...inTeam, text: 'secret' })
    await reached
    await server.service.updateMembers({ ...inTeam, remove: ['bob'], by: 'ada' })
    letGo()
    expect(await sending).toMatchObject({ ok: true })
    expect(await heard()).toEqual(['message:entry'])
    expect(await store.members(TEAM)).toEqual(['ada'])
  })

  it.each([
    ['message:send', 'FORBIDDEN'],
    ['message:edit', 'NOT_FOUND'],
  ])('refuses %s of whoever was taken out while it was looked at', async (event, code) => {
    const store = memoryStore()
    const { beforeSend, reached, letGo } = holdingSends()
    const server = await start({ store, beforeSend })
    await server.service.updateMembers({ ...inTeam, add: ['ada', 'bob'], by: 'ada' })
    const [ada, bob] = [await join(server, 'ada'), await join(server, 'bob')]
    const draft = { conversationId: TEAM, senderId: 'bob', clientId: 'k', text: 'first' }
    const { message } = (await store.append({ ...draft, fingerprint: 'f' }))!
    const heard = record(ada)
    const payload = { ...inTeam, messageId: message._id, text: 'too late' }
    const answer = bob.request<Answer>(event, payload)
    await reached
    await server.service.updateMembers({ ...inTeam, remove: ['bob'], by: 'ada' })
    letGo()
    expect(await answer).toMatchObject({ ok: false, error: { code } })
    expect(await heard()).toEqual(['message:entry'])
    const page = await store.history({ ...inTeam, limit: 9 })
    expect(page).toMatchObject({ messages: [{ text: 'first' }], head: 3 })
  })

  it('shows a newcomer what was said before', async () => {
    const { server, service, clients } = await team('ada')
    await clients[0]!.request('message:send', { ...inTeam, text: 'before' })
    await service.updateMembers({ ...inTeam, add: ['dan'], by: 'ada' })
    const dan = await join(server, 'dan')
    const page = await dan.request<MessageHistoryResult>('message:history', inTeam)
    expect(page).toMatchObject({ messages: [{ text: 'before' }], unreadCount: 1 })
  })

  it('tells nobody where nothing changes', async () => {
    const { service, clients } = await team('ada', 'bob')
    const heard = record(clients[0]!)
    expect(await service.updateMembers({ ...inTeam, add: ['bob'], by: 'ada' })).toEqual({
      memberIds: ['ada', 'bob'],
    })
    expect(await heard()).toEqual([])
  })

  it.each([
    { conversationId: 'dm:ada:bob', add: ['cy'], by: 'ada' },
    { conversationId: '', add: ['cy'], by: 'ada' },
    { conversationId: TEAM, add: ['has space'], by: 'ada' },
    { conversationId: TEAM, add: 'ada', by: 'ada' },
    { conversationId: TEAM, add: ['ada'] },
  ])('refuses %j with a sentence', async (change) => {
    const { service } = await start()
    await expect(service.updateMembers(change as never)).rejects.toMatchObject({
      code: 'BAD_PAYLOAD',
      message: expect.stringMatching(/"(conversationId|add|add\.0|by)"/),
    })
  })
})

describe('participants', () => {
  it('says who is in a group, each time it is asked', async () => {
    const members = new Map([[TEAM, ['ada', 'bob']]])
    const participants = vi.fn((id: string) => members.get(id) ?? [])
    const server = await start({ participants })
    const ada = await join(server, 'ada')
    const bob = await join(server, 'bob')
    const cy = await join(server, 'cy')
    expect(await cy.request('message:send', { ...inTeam, text: 'hi' })).toMatchObject(FORBIDDEN)
    const arrived = bob.next<MessageNew>('message:new')
    await ada.request('message:send', { ...inTeam, text: 'hi' })
    expect((await arrived).message.text).toBe('hi')

    members.set(TEAM, ['ada', 'cy'])
    const told = [bob, cy].map((client) => client.next<MemberEntry>('message:entry'))
    await server.service.updateMembers({ ...inTeam, add: ['cy'], remove: ['bob'], by: 'ada' })
    await Promise.all(told)
    expect(await bob.request('message:history', inTeam)).toMatchObject(FORBIDDEN)
    const list = (client: typeof ada) =>
      client.request<ConversationListResult>('conversation:list', {})
    expect((await list(cy)).conversations).toMatchObject([{ memberIds: ['ada', 'cy'] }])
    expect((await list(bob)).conversations).toEqual([])
    expect(await ada.request('message:send', { receiverId: 'bob', text: 'hi' })).toMatchObject({
      ok: true,
    })
    expect(participants.mock.calls.every(([id]) => id === TEAM)).toBe(true)
  })

  it('that throws is a code, and no message is stored', async () => {
    const server = await start({ participants: () => Promise.reject(new Error('db down')) })
    const ada = await join(server, 'ada')
    const answer = await ada.request('message:send', { ...inTeam, text: 'hi' })
    expect(answer).toMatchObject({ ok: false, error: { code: 'INTERNAL' } })
    expect(JSON.stringify(answer)).not.toContain('db down')
  })
})
