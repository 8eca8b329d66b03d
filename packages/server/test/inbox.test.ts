import { describe, expect, it } from 'vitest'
import type {
  DataSyncResult,
  NotificationListResult,
  NotificationReadResult,
} from '@monhub/realtime-protocol'
import { isRealtimeError } from '@monhub/realtime-server'
import { join, start } from './harness'

const draft = (userId: string, title = 'Hello') => ({ userId, type: 'test', title, message: 'm' })

describe('notifications', () => {
  it('wait in the inbox for whoever is away', async () => {
    const server = await start()
    const stored = await server.service.notify(draft('ada'))
    const ada = await join(server, 'ada')
    const list = await ada.request<NotificationListResult>('notification:list', {})
    expect(list).toMatchObject({ notifications: [stored], unreadCount: 1, hasMore: false })
  })

  it('read on one device are read on the others', async () => {
    const server = await start()
    const stored = await server.service.notify(draft('ada'))
    const desk = await join(server, 'ada')
    const phone = await join(server, 'ada')
    const told = phone.next<NotificationReadResult>('notification:read')
    const echoes: unknown[] = []
    desk.socket.on('notification:read', (echo) => echoes.push(echo))
    const answer = await desk.request<NotificationReadResult>('notification:read', {
      ids: [stored._id],
    })
    expect(answer).toMatchObject({ ok: true, unreadCount: 0 })
    expect(await told).toMatchObject({ ids: [stored._id], unreadCount: 0 })
    await desk.request('notification:list', {})
    expect(echoes).toEqual([])
  })

  it('of others cannot be read or marked', async () => {
    const server = await start()
    const stored = await server.service.notify(draft('ada'))
    const eve = await join(server, 'eve')
    await eve.request('notification:read', { ids: [stored._id] })
    const seen = await eve.request<NotificationListResult>('notification:list', {})
    expect(seen.notifications).toEqual([])
    const ada = await join(server, 'ada')
    const list = await ada.request<NotificationListResult>('notification:list', {})
    expect(list.unreadCount).toBe(1)
  })

  it('are pages, newest first', async () => {
    const server = await start()
    for (const title of ['1', '2', '3']) await server.service.notify(draft('ada', title))
    const ada = await join(server, 'ada')
    const page = (query: object) =>
      ada.request<NotificationListResult>('notification:list', { limit: 2, ...query })
    const first = await page({})
    expect(first.notifications.map(({ title }) => title)).toEqual(['3', '2'])
    expect(first.hasMore).toBe(true)
    const second = await page({ before: first.notifications[1]?._id })
    expect(second).toMatchObject({ notifications: [{ title: '1' }], hasMore: false })
  })

  it('that are malformed are rejected with what is wrong, and nobody need await it', async () => {
    const server = await start()
    const promise = server.service.notify({ ...draft('ada'), title: 1 as unknown as string })
    const error = await promise.catch((reason: unknown) => reason)
    expect(isRealtimeError(error) && error.code).toBe('BAD_PAYLOAD')
    expect(String(error)).toContain('"title"')
  })
})

describe('what the app hands over', () => {
  it('may hold what has a string of its own, such as an ObjectId or a Date', async () => {
    const server = await start()
    const objectId = { toJSON: () => '507f1f77bcf86cd799439011' }
    const sentAt = new Date(0)
    const stored = await server.service.notify({ ...draft('ada'), data: { objectId, sentAt } })
    const plain = { objectId: '507f1f77bcf86cd799439011', sentAt: '1970-01-01T00:00:00.000Z' }
    expect(stored.data).toEqual(plain)
    const ada = await join(server, 'ada')
    const told = ada.next('data:update')
    await server.service.publishUpdate(['ada'], { type: 't', payload: { objectId, sentAt } })
    expect(await told).toMatchObject({ payload: plain })
  })

  it.each([
    ['a type that is no string', { type: 5 as unknown as string }, 'BAD_PAYLOAD'],
    ['no type', { type: '' }, 'BAD_PAYLOAD'],
    ['the type that stands for all', { type: '*' }, 'BAD_PAYLOAD'],
    ['a payload no event carries', { type: 't', payload: 'x'.repeat(70_000) }, 'PAYLOAD_TOO_LARGE'],
    ['a payload that is no JSON', { type: 't', payload: 1n }, 'BAD_PAYLOAD'],
  ])('is refused with %s', async (_, update, code) => {
    const { service } = await start()
    await expect(service.publishUpdate('all', update)).rejects.toMatchObject({ code })
  })

  it('reaches many thousands of users by name', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    const told = ada.next('data:update')
    const userIds = Array.from({ length: 20_000 }, (_, i) => `user-${i}`)
    await server.service.publishUpdate([...userIds, 'ada'], { type: 't' })
    expect(await told).toMatchObject({ type: 't' })
  })
})

describe('data:update', () => {
  it('reaches whom it names, and whoever was away learns the version later', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    const told = ada.next<{ type: string; version: string }>('data:update')
    const { version } = await server.service.publishUpdate(['ada', 'bob'], { type: 'property' })
    expect(await told).toEqual({ type: 'property', version })
    const bob = await join(server, 'bob')
    const eve = await join(server, 'eve')
    const versions = async (client: typeof ada) =>
      (await client.request<DataSyncResult>('data:sync', {})).versions
    expect(await versions(bob)).toEqual({ property: version })
    expect(await versions(eve)).toEqual({})
    const all = await server.service.publishUpdate('all', { type: 'property' })
    expect(all.version).not.toBe(version)
    expect(await versions(bob)).toEqual({ property: all.version })
    expect(await versions(eve)).toEqual({ property: all.version })
  })
})
