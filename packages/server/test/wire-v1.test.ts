import { describe, expect, it } from 'vitest'
import type { MessageNew, MessageRead, Notification } from '@monhub/realtime-protocol'
import { join, start } from './harness'

/** Reads what REFERENCE's own client would: an unmodified Socket.IO client that announces nothing. */
describe.each(['websocket', 'polling'])('the v1 wire over %s', (transport) => {
  const v1 = { version: 1 as const, transports: [transport] }

  it('user:connect is answered with users:online, and others hear of it', async () => {
    const server = await start()
    const ada = await join(server, 'ada', v1)
    const heard = ada.next<string[]>('users:online', (ids) => ids.includes('bob'))
    const bob = await join(server, '', v1)
    const own = bob.next<string[]>('users:online')
    bob.socket.emit('user:connect', 'bob')
    expect(await own).toEqual(['ada', 'bob'])
    expect(await heard).toEqual(['ada', 'bob'])
    expect(server.service.isUserOnline('bob')).toBe(true)
  })

  it('a user with two tabs goes offline with the last', async () => {
    const server = await start()
    const ada = await join(server, 'ada', v1)
    const online = ada.next<string[]>('users:online', (ids) => ids.includes('bob'))
    const first = await join(server, 'bob', v1)
    const second = await join(server, 'bob', v1)
    await online
    const offline = ada.next<string[]>('users:online', (ids) => !ids.includes('bob'))
    const firstLeft = new Promise((resolve) =>
      server.io.sockets.sockets.get(first.socket.id ?? '')?.once('disconnect', resolve),
    )
    first.close()
    await firstLeft
    expect(server.service.isUserOnline('bob')).toBe(true)
    second.close()
    expect(await offline).toEqual(['ada'])
    expect(server.service.isUserOnline('bob')).toBe(false)
  })

  it('message:send stores, answers and reaches every tab of the receiver as message:new', async () => {
    const server = await start({ profiles: (ids) => ids.map((_id) => ({ _id, firstName: 'Ada' })) })
    const ada = await join(server, 'ada', v1)
    const tabs = [await join(server, 'bob', v1), await join(server, 'bob', v1)]
    const news = tabs.map((tab) => tab.next<MessageNew>('message:new'))
    const answer = await ada.request<MessageNew & { ok: boolean }>('message:send', {
      senderId: 'ada',
      receiverId: 'bob',
      text: 'Bonjour',
    })
    expect(answer).toMatchObject({ ok: true, duplicate: false, message: { text: 'Bonjour' } })
    for (const { message, sender } of await Promise.all(news)) {
      expect(message).toEqual(answer.message)
      expect(message).toMatchObject({ senderId: 'ada', receiverId: 'bob', isRead: false, seq: 1 })
      expect(sender).toEqual({ _id: 'ada', firstName: 'Ada' })
    }
  })

  it('the sender hears message:new in other tabs only', async () => {
    const server = await start()
    const sending = await join(server, 'ada', v1)
    const other = await join(server, 'ada', v1)
    const heard: unknown[] = []
    sending.socket.on('message:new', (news) => heard.push(news))
    const echoed = other.next<MessageNew>('message:new')
    await sending.request('message:send', { receiverId: 'bob', text: 'hi' })
    expect((await echoed).message.text).toBe('hi')
    // A second round trip on the same connection: anything sent before it has arrived.
    await sending.request('user:connect', 'ada')
    expect(heard).toEqual([])
  })

  it('message:read tells the sender which messages were read, by whom and when', async () => {
    const server = await start()
    const ada = await join(server, 'ada', v1)
    const bob = await join(server, 'bob', v1)
    const { message } = await server.service.sendMessage({
      senderId: 'ada',
      receiverId: 'bob',
      text: 'hi',
    })
    const told = ada.next<MessageRead>('message:read')
    bob.socket.emit('message:read', { messageIds: [message._id], senderId: 'ada', readBy: 'bob' })
    const read = await told
    expect(read).toMatchObject({ messageIds: [message._id], readBy: 'bob' })
    expect(new Date(read.readAt).toISOString()).toBe(read.readAt)
    const { messages } = await server.service.history({ userId: 'ada', peerId: 'bob' })
    expect(messages[0]).toMatchObject({ isRead: true, readAt: read.readAt })
  })

  it('typing:start and typing:stop become typing:update', async () => {
    const server = await start()
    const ada = await join(server, 'ada', v1)
    const bob = await join(server, 'bob', v1)
    for (const isTyping of [true, false]) {
      const update = bob.next('typing:update')
      const event = isTyping ? 'typing:start' : 'typing:stop'
      ada.socket.emit(event, { senderId: 'ada', receiverId: 'bob' })
      expect(await update).toMatchObject({ userId: 'ada', isTyping })
    }
  })

  it('notification:new and data:update arrive as the app sent them', async () => {
    const server = await start()
    const ada = await join(server, 'ada', v1)
    const pushed = ada.next<Notification>('notification:new')
    const stored = await server.service.notify({
      userId: 'ada',
      type: 'collaboration_proposal',
      title: 'Nouvelle proposition de collaboration',
      message: 'Bob souhaite collaborer sur votre annonce',
      data: { collaborationId: 'c1' },
    })
    expect(await pushed).toEqual(stored)
    const updated = ada.next('data:update')
    await server.service.publishUpdate('all', { type: 'property', payload: { id: 7 } })
    expect(await updated).toMatchObject({ type: 'property', payload: { id: 7 } })
  })

  it('the five functions of the reference reach whom they name', async () => {
    const server = await start()
    const [ada, bob, eve] = await Promise.all(
      ['ada', 'bob', 'eve'].map((id) => join(server, id, v1)),
    )
    const toUser = ada!.next('custom')
    server.service.emitToUser('ada', 'custom', 1)
    expect(await toUser).toBe(1)
    const heardByEve: unknown[] = []
    eve!.socket.on('custom', (value) => heardByEve.push(value))
    const toUsers = Promise.all([ada!.next('custom'), bob!.next('custom')])
    server.service.emitToUsers(['ada', 'bob'], 'custom', 2)
    expect(await toUsers).toEqual([2, 2])
    server.service.emitToUsers([], 'custom', 'to nobody')
    const toAll = eve!.next('custom')
    server.service.emitToAll('custom', 3)
    expect(await toAll).toBe(3)
    expect(heardByEve).toEqual([3])
    expect(server.service.getOnlineUsers().sort()).toEqual(['ada', 'bob', 'eve'])
  })

  it('a v1 client is sent no v2 event', async () => {
    const server = await start()
    const ada = await join(server, 'ada', v1)
    const heard = new Set<string>()
    ada.socket.onAny((event: string) => heard.add(event))
    const bob = await join(server, 'bob')
    await bob.request('message:send', { receiverId: 'ada', text: 'hi' })
    await bob.request('message:read', { conversationId: 'dm:ada:bob', upTo: 1 })
    await server.service.notify({ userId: 'ada', type: 't', title: '', message: '' })
    const all = await ada.request<{ notifications: Notification[] }>('notification:list', {})
    await bob.request('notification:read', { ids: [all.notifications[0]!._id] })
    const last = ada.next('last')
    server.service.disconnectUser('bob', 'test')
    server.service.emitToUser('ada', 'last', null)
    await last
    heard.delete('last')
    heard.delete('users:online')
    expect([...heard].sort()).toEqual(['message:new', 'notification:new'])
  })
})
