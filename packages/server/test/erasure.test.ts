import { describe, expect, it } from 'vitest'
import type { LogEntry, MessageHistoryResult, SessionEnded } from '@monhub/realtime-protocol'
import { memoryStore } from '@monhub/realtime-server'
import { join, start } from './harness'

describe('eraseUser', () => {
  it('takes a user out for everybody, at once', async () => {
    const store = memoryStore()
    const server = await start({ store })
    const { service } = server
    await service.updateMembers({ conversationId: 'team', add: ['ada', 'bob'], by: 'ada' })
    const { message } = await service.sendMessage({
      senderId: 'bob',
      receiverId: 'ada',
      text: 'Kept',
    })
    await service.reactToMessage({ messageId: message._id, reaction: '👍', by: 'ada' })
    for (let i = 0; i < 450; i++) {
      await store.append({
        ...{ conversationId: 'dm:ada:bob', senderId: 'ada', receiverId: 'bob', text: 'Secret' },
        ...{ clientId: `c${i}`, fingerprint: 'f', memberIds: ['ada', 'bob'] },
      })
    }
    await service.notify({ userId: 'ada', type: 't', title: 't', message: 'm' })
    const ada = await join(server, 'ada')
    const bob = await join(server, 'bob')
    const ended = ada.next<SessionEnded>('session:ended')
    const kinds = new Map<string, number>()
    bob.socket.on('message:entry', ({ kind }: LogEntry) => {
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    })
    await service.eraseUser('ada')
    expect((await ended).code).toBe('SESSION_ENDED')
    const page = await bob.request<MessageHistoryResult>('message:history', { peerId: 'ada' })
    expect(JSON.stringify(page)).not.toContain('Secret')
    expect(Object.fromEntries(kinds)).toEqual({ delete: 450, reaction: 1, member: 1 })
    expect((await store.messages([message._id]))[0]).toMatchObject({ text: 'Kept' })
    expect((await store.messages([message._id]))[0]).not.toHaveProperty('reactions')
    expect(await store.members('team')).toEqual(['bob'])
    expect((await store.notifications({ userId: 'ada', limit: 9 })).notifications).toEqual([])
    await service.eraseUser('ada')
    await expect(service.eraseUser('not an id')).rejects.toMatchObject({ code: 'BAD_PAYLOAD' })
  })
})

describe('prune', () => {
  it('drops what is older than a time, and goes on counting', async () => {
    const store = memoryStore()
    const { service } = await start({ store })
    const send = (text: string) => service.sendMessage({ senderId: 'ada', receiverId: 'bob', text })
    for (let i = 0; i < 3; i++) await send('old')
    await expect
      .poll(() => Date.now())
      .toBeGreaterThan(Date.parse((await send('old')).message.createdAt))
    const before = new Date()
    const { message } = await send('new')
    expect(message.seq).toBe(5)
    expect(await service.prune({ before })).toEqual({ removed: 4 })
    const { messages } = await service.history({ userId: 'bob', peerId: 'ada' })
    expect(messages).toEqual([message])
    expect((await send('next')).message.seq).toBe(6)
    for (const wrong of [new Date(NaN), '2026-01-01', undefined]) {
      await expect(service.prune({ before: wrong as Date })).rejects.toMatchObject({
        code: 'BAD_PAYLOAD',
        message: expect.stringContaining('"before" must be a valid Date'),
      })
    }
  })
})
