import { join } from 'node:path'
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { startApp } from './startApp'

describe.each([
  { title: 'an ESM app on Express 5', app: 'modern', file: 'server.mjs', store: 'sqlite' },
  { title: 'a CommonJS app on Express 4', app: 'legacy', file: 'server.cjs', store: 'memory' },
])('$title', ({ app, file, store }) => {
  let server: Awaited<ReturnType<typeof startApp>>
  beforeAll(async () => {
    server = await startApp(join(inject('installed'), app), file)
  })
  afterAll(() => server.stop())

  const sockets: Socket[] = []
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.disconnect()
  })

  async function connect(user: string, transport: string): Promise<Socket> {
    const socket = io(server.address, { auth: { user }, transports: [transport], forceNew: true })
    sockets.push(socket)
    // The list of who is online is sent once the user's rooms have been joined.
    await new Promise((resolve, reject) => {
      socket.once('users:online', resolve)
      socket.once('connect_error', reject)
    })
    return socket
  }

  const request = (path: string, user: string, init: RequestInit = {}) =>
    fetch(server.address + path, {
      ...init,
      headers: { 'x-user': user, 'content-type': 'application/json' },
    })

  it.each(['websocket', 'polling'])('carries a message over %s', async (transport) => {
    const [ann, bob] = await Promise.all([connect('ann', transport), connect('bob', transport)])
    const received = new Promise<{ message: object }>((resolve) => bob.once('message:new', resolve))

    const ack = await ann.emitWithAck('message:send', { receiverId: 'bob', text: transport })

    expect(ack).toMatchObject({ ok: true, message: { senderId: 'ann', text: transport } })
    expect((await received).message).toMatchObject({ senderId: 'ann', text: transport })
  })

  it('serves the message routes', async () => {
    const sent = await request('/api/message/send/cleo', 'ann', {
      method: 'POST',
      body: JSON.stringify({ text: 'by HTTP' }),
    })
    expect(await sent.json()).toMatchObject({ success: true, message: { text: 'by HTTP' } })

    const page = await request('/api/message/ann', 'cleo')
    expect(await page.json()).toMatchObject({ success: true, messages: [{ text: 'by HTTP' }] })
  })

  it('answers a wrong message with its code, across the entry points', async () => {
    const response = await request('/api/message/send/cleo', 'ann', { method: 'POST', body: '{}' })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ success: false, error: { code: 'BAD_PAYLOAD' } })
  })

  it('answers for its health', async () => {
    const response = await request('/api/health', 'nobody')
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ status: 'OK', store: { name: store } })
  })
})
