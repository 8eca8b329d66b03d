import type { Duplex } from 'node:stream'
import { isRealtimeError, type Client, type ConnectionStatus } from '@monhub/realtime-react/core'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { comeOnline, connected, connections, person, serve } from '../support'

const reached = (client: Client, status: ConnectionStatus) =>
  vi.waitFor(() => expect(client.connection.getState().status).toBe(status), 5000)

/** The failure of a promise. */
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('createClient', () => {
  it('connects as its user, and says so to the server', async () => {
    const server = await serve()
    const client = person(server, 'ana')
    expect(client.connection.getState().status).toBe('connecting')
    await connected(client)
    expect(client.connection.getState()).toMatchObject({ status: 'connected', attempt: 0 })
    expect(server.service.getOnlineUsers()).toEqual(['ana'])
  })

  it('comes back by itself after the transport broke', async () => {
    const server = await serve()
    const client = person(server, 'ana')
    await connected(client)
    const seen: string[] = []
    client.connection.subscribe(() => seen.push(client.connection.getState().status))
    for (const socket of server.io.of('/').sockets.values()) socket.conn.close()
    await vi.waitFor(() => expect(seen.at(-1)).toBe('connected'), 5000)
    expect(seen[0]).toBe('reconnecting')
  })

  it('comes back after the server disconnected it without ending the session', async () => {
    const server = await serve()
    const client = person(server, 'ana')
    await connected(client)
    server.io.disconnectSockets()
    await reached(client, 'reconnecting')
    await reached(client, 'connected')
  })

  it('stays away after the server ended the session, until told otherwise', async () => {
    const server = await serve()
    const client = person(server, 'ana')
    await connected(client)
    server.service.disconnectUser('ana', 'signed in elsewhere')
    await reached(client, 'refused')
    expect(client.connection.getState().error).toEqual({
      code: 'SESSION_ENDED',
      message: 'signed in elsewhere',
    })
    comeOnline()
    expect(client.connection.getState().status).toBe('refused')
    client.reconnectNow()
    await reached(client, 'connected')
  })

  it('asks for the token before every attempt', async () => {
    const tokens: unknown[] = []
    const server = await serve({
      authenticate: ({ auth }) => {
        tokens.push(auth.token)
        return { userId: 'ana' }
      },
    })
    let count = 0
    const client = person(server, 'ana', { auth: () => `token ${++count}` })
    await connected(client)
    for (const socket of server.io.of('/').sockets.values()) socket.conn.close()
    await reached(client, 'reconnecting')
    await reached(client, 'connected')
    expect(tokens).toEqual(['token 1', 'token 2'])
  })

  it('stops when the server does not know the session', async () => {
    const server = await serve({ authenticate: () => null })
    const client = person(server, 'ana')
    await reached(client, 'unauthorized')
    expect(client.connection.getState().error?.code).toBe('UNAUTHENTICATED')
  })

  it('stops when the session belongs to somebody else', async () => {
    const server = await serve({ authenticate: () => ({ userId: 'bob' }) })
    const client = person(server, 'ana')
    await reached(client, 'refused')
    expect(client.connection.getState().error?.code).toBe('IDENTITY_MISMATCH')
  })

  it('tries again when the server could not check the session', async () => {
    let isUp = false
    const server = await serve({
      authenticate: () => {
        if (!isUp) throw new Error('the session store is away')
        return { userId: 'ana' }
      },
    })
    const client = person(server, 'ana')
    await vi.waitFor(() => expect(client.connection.getState().attempt).toBe(1))
    expect(client.connection.getState()).toMatchObject({
      status: 'connecting',
      error: { code: 'AUTHENTICATION_FAILED' },
    })
    isUp = true
    await reached(client, 'connected')
  })

  it('counts a failing auth callback as a failed attempt', async () => {
    const server = await serve()
    let isSignedIn = false
    const auth = () => {
      if (!isSignedIn) throw new Error('no token yet')
      return 'token'
    }
    const client = person(server, 'ana', { auth })
    await vi.waitFor(() => expect(client.connection.getState().attempt).toBe(1))
    expect(client.connection.getState().error?.message).toContain('no token yet')
    isSignedIn = true
    comeOnline()
    await reached(client, 'connected')
  })

  it('makes a waiting attempt at once when the network is back', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(1)
    onTestFinished(() => void vi.restoreAllMocks())
    const server = await serve()
    const client = person(server, 'ana')
    await connected(client)
    for (const socket of server.io.of('/').sockets.values()) socket.conn.close()
    await reached(client, 'reconnecting')
    const before = Date.now()
    expect(client.connection.getState().nextAttemptAt).toBeGreaterThan(before + 800)
    comeOnline()
    await reached(client, 'connected')
    expect(Date.now() - before).toBeLessThan(800)
  })

  it('tries the other transport where a proxy leaves WebSockets hanging', async () => {
    const server = await serve({}, { transports: ['polling'] })
    const hanging: Duplex[] = []
    // The client gives up, which may reset the connection.
    server.httpServer.on('upgrade', (_, socket) => hanging.push(socket.on('error', () => {})))
    onTestFinished(() => hanging.forEach((socket) => socket.destroy()))
    const client = person(server, 'ana', { options: { timeout: 200 } })
    await reached(client, 'connected')
    expect(server.service.isUserOnline('ana')).toBe(true)
  })

  it('closes for good', async () => {
    const server = await serve()
    const client = person(server, 'ana')
    await connected(client)
    client.close()
    await connections(server, 0)
    expect(client.connection.getState().status).toBe('idle')
    comeOnline()
    expect(client.connection.getState().status).toBe('idle')
  })

  it('makes one of each feature', async () => {
    const server = await serve()
    const client = person(server, 'ana')
    const create = vi.fn(() => ({}))
    expect(client.feature(create)).toBe(client.feature(create))
    expect(create).toHaveBeenCalledTimes(1)
  })
})

describe('request', () => {
  it('gives the fields of the answer', async () => {
    const server = await serve()
    const client = person(server, 'ana')
    await connected(client)
    const { message } = await client.request('message:send', { receiverId: 'bob', text: 'hi' })
    expect(message).toMatchObject({ seq: 1, text: 'hi', senderId: 'ana' })
  })

  it("rejects with the server's error", async () => {
    const server = await serve()
    const client = person(server, 'ana')
    await connected(client)
    const error = await failure(client.request('message:send', { receiverId: 'bob', text: '' }))
    expect(isRealtimeError(error)).toBe(true)
    expect(error).toMatchObject({ code: 'BAD_PAYLOAD' })
  })

  it('refuses what is too large, or no JSON, before sending it', async () => {
    const server = await serve()
    const client = person(server, 'ana')
    await connected(client)
    const text = 'é'.repeat(40_000)
    const large = await failure(client.request('message:send', { receiverId: 'bob', text }))
    expect(large).toMatchObject({ code: 'PAYLOAD_TOO_LARGE' })
    const metadata = { file: new Uint8Array(3) }
    const binary = client.request('message:send', { receiverId: 'bob', text: 'hi', metadata })
    expect(await failure(binary)).toMatchObject({ code: 'BAD_PAYLOAD' })
  })

  it('rejects at once without a connection, and sends nothing later', async () => {
    const server = await serve()
    const client = person(server, 'ana')
    const error = await failure(client.request('message:send', { receiverId: 'ana', text: 'hi' }))
    expect(error).toMatchObject({ code: 'DISCONNECTED' })
    await connected(client)
    const { head } = await client.request('message:history', { peerId: 'ana' })
    expect(head).toBe(0)
  })

  it('times out, and is rejected by a disconnect without waiting for that', async () => {
    const server = await serve({
      authorize: () => new Promise<boolean>(() => {}),
    })
    const client = person(server, 'ana')
    await connected(client)
    const send = { receiverId: 'bob', text: 'hi' }
    const slow = failure(client.request('message:send', send, { timeoutMs: 50 }))
    expect(await slow).toMatchObject({ code: 'TIMEOUT' })
    const lost = failure(client.request('message:send', send))
    for (const socket of server.io.of('/').sockets.values()) socket.conn.close()
    expect(await lost).toMatchObject({ code: 'DISCONNECTED' })
  })
})

describe('socket', () => {
  it("carries the app's own events and its verbs", async () => {
    const server = await serve()
    server.io.on('connection', (socket) => {
      const raw = socket as unknown as {
        on(event: string, listener: (n: number, ack: (n: number) => void) => void): void
      }
      raw.on('double', (n, ack) => ack(n * 2))
    })
    const client = person(server, 'ana')
    const events: string[] = []
    client.socket
      .on('connect', () => events.push('connect'))
      .on('disconnect', (reason) => events.push(reason))
      .on('price', (price) => events.push(`price ${String(price)}`))
    await connected(client)
    expect(client.socket).toMatchObject({ connected: true, id: expect.any(String) as string })
    expect(await client.socket.emitWithAck('double', 21)).toBe(42)
    expect(await client.socket.timeout(500).emitWithAck('double', 4)).toBe(8)
    server.service.emitToUser('ana', 'price', 7)
    await vi.waitFor(() => expect(events).toContain('price 7'))
    for (const socket of server.io.of('/').sockets.values()) socket.conn.close()
    await vi.waitFor(() => expect(events).toHaveLength(4), 5000)
    expect(events).toEqual(['connect', 'price 7', 'transport close', 'connect'])
  })
})
