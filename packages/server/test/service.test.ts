import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { io } from 'socket.io-client'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  createHealthHandler,
  createSocketServer,
  createSocketService,
  memoryStore,
  type RealtimeStore,
  type StandardSchema,
} from '@monhub/realtime-server'
import type { TestServer } from '@monhub/realtime-server/testing'
import { byToken, join, start } from './harness'

const word: StandardSchema<string> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) =>
      typeof value === 'string' ? { value } : { issues: [{ message: 'must be a string' }] },
  },
}

describe('service.on', () => {
  it('checks, authorises and answers an event of the app', async () => {
    const server = await start(byToken)
    const ada = await join(server, 'ada', { auth: { token: 'token-ada' } })
    const handler = vi.fn((listing: string, { userId }: { userId: string }) => ({
      listing,
      userId,
    }))
    const options = {
      schema: word,
      authorize: (_: unknown, listing: string) => listing !== 'secret',
    }
    const stop = server.service.on('listing:viewed', options, handler)
    const view = (payload: unknown) => ada.request('listing:viewed', payload)
    expect(await view('l1')).toEqual({ ok: true, listing: 'l1', userId: 'ada' })
    expect(await view(1)).toMatchObject({ ok: false, error: { code: 'BAD_PAYLOAD' } })
    expect(await view('secret')).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } })
    expect(handler).toHaveBeenCalledTimes(1)
    stop()
    expect(await view('l1')).toMatchObject({ ok: false, error: { code: 'UNKNOWN_EVENT' } })
  })

  it('answers INTERNAL without the reason when a handler throws or its result cannot be sent', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    const throwing = [
      () => Promise.reject(new Error('password is 1234')),
      () => {
        throw new Error('password is 1234')
      },
    ]
    for (const [i, handler] of throwing.entries()) {
      server.service.on(`custom:${i}`, { schema: word }, handler)
      const answer = await ada.request(`custom:${i}`, 'x')
      expect(answer).toMatchObject({ ok: false, error: { code: 'INTERNAL' } })
      expect(JSON.stringify(answer)).not.toContain('1234')
    }
  })

  it('refuses names that are taken', async () => {
    const server = await start()
    for (const event of ['message:send', 'users:online', 'connect', 'disconnect']) {
      expect(() => server.service.on(event, { schema: word }, () => {})).toThrow(/taken/)
    }
  })

  it('leaves events of the app that are handled on the socket alone', async () => {
    const server = await start()
    server.io.on('connection', (socket) =>
      socket.on('own', (value: number, ack: (answer: number) => void) => ack(value + 1)),
    )
    const ada = await join(server, 'ada')
    expect(await ada.request('own', 1)).toBe(2)
  })
})

describe('service.disconnectUser', () => {
  it('tells every device of the user why, and ends it', async () => {
    const server = await start()
    const devices = [await join(server, 'ada'), await join(server, 'ada')]
    const bob = await join(server, 'bob')
    const told = devices.map((device) => device.next('session:ended'))
    const ended = devices.map(
      (device) => new Promise((done) => device.socket.on('disconnect', done)),
    )
    server.service.disconnectUser('ada', 'banned')
    expect(await Promise.all(told)).toEqual(
      Array(2).fill({ code: 'SESSION_ENDED', reason: 'banned' }),
    )
    expect(await Promise.all(ended)).toEqual(Array(2).fill('io server disconnect'))
    expect(server.service.getOnlineUsers()).toEqual(['bob'])
    expect(bob.socket.connected).toBe(true)
  })
})

describe('emitting', () => {
  it('to many users with many tabs is one broadcast', async () => {
    const server = await start()
    const users = ['ada', 'bob', 'eve']
    const tabs = await Promise.all([...users, ...users].map((userId) => join(server, userId)))
    const broadcast = vi.spyOn(server.io.sockets.adapter, 'broadcast')
    const heard = Promise.all(tabs.map((tab) => tab.next('custom')))
    server.service.emitToUsers(users, 'custom', 'once')
    expect(await heard).toEqual(Array(6).fill('once'))
    expect(broadcast).toHaveBeenCalledTimes(1)
  })

  it('of a reserved name is logged, never thrown into the app', async () => {
    const error = vi.fn()
    const quiet = () => {}
    const server = await start({ logger: { debug: quiet, info: quiet, warn: quiet, error } })
    server.service.emitToUser('ada', 'connect', {})
    expect(error).toHaveBeenCalledTimes(1)
  })
})

describe('a guest', () => {
  it('createSocketServer takes the HTTP server, and tells who passes an Express app the fix', () => {
    const app = express() as unknown as Parameters<typeof createSocketServer>[0]
    expect(() => createSocketServer(app)).toThrow(/createServer\(app\)/)
  })

  it('close() cuts the connections and leaves the HTTP server open', async () => {
    const httpServer = createServer((_, response) => response.end('still here'))
    const service = createSocketService(createSocketServer(httpServer), {
      dangerouslyTrustClients: true,
      logger: { debug() {}, info() {}, warn() {}, error() {} },
    })
    await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve))
    const { port } = httpServer.address() as AddressInfo
    const url = `http://127.0.0.1:${port}`
    const ada = await join({ url } as TestServer, 'ada')
    const reason = new Promise((resolve) => ada.socket.on('disconnect', resolve))
    await service.close()
    await service.close()
    expect(await reason).toBe('transport close')
    expect(await (await fetch(url)).text()).toBe('still here')
    await expect(join({ url } as TestServer, 'bob')).rejects.toMatchObject({
      data: { code: 'SERVER_CLOSING' },
    })
    // One that knows no codes would stay away after a refusal.
    const plain = io(url, { transports: ['websocket'], reconnectionDelay: 10 })
    onTestFinished(() => void plain.disconnect())
    const refused = vi.fn()
    plain.on('connect_error', refused)
    await new Promise((resolve) => plain.io.once('reconnect_attempt', resolve))
    expect(refused).not.toHaveBeenCalled()
    httpServer.close()
    httpServer.closeAllConnections()
  })

  it('two services on two namespaces do not mix', async () => {
    const server = await start()
    const quiet = { debug() {}, info() {}, warn() {}, error() {} }
    const second = createSocketService(server.io.of('/second'), { logger: quiet })
    await join(server, 'ada')
    const bob = await join({ ...server, url: `${server.url}/second` }, 'bob')
    expect(server.service.getOnlineUsers()).toEqual(['ada'])
    expect(second.getOnlineUsers()).toEqual(['bob'])
    const heard: unknown[] = []
    bob.socket.on('custom', (value) => heard.push(value))
    server.service.emitToAll('custom', 'first')
    second.emitToAll('custom', 'second')
    await bob.request('user:connect', 'bob')
    expect(heard).toEqual(['second'])
    await second.close()
  })
})

describe('createHealthHandler', () => {
  async function ask(store: RealtimeStore) {
    const server = await start({ store })
    server.httpServer.on('request', (request, response) => {
      if (request.url === '/api/health') createHealthHandler(server.service)(request, response)
    })
    const health = async () => {
      const response = await fetch(`${server.url}/api/health`)
      return { code: response.status, body: (await response.json()) as object }
    }
    return { server, health }
  }

  it('answers with the JSON of the reference', async () => {
    const { server, health } = await ask(memoryStore())
    await join(server, 'ada')
    expect(await health()).toMatchObject({
      code: 200,
      body: { status: 'OK', socketIO: 'Connected', onlineUsers: 1 },
    })
  })

  it('answers 503 while the store fails, and 200 when it is back', async () => {
    let ping: () => Promise<void> = () => Promise.reject(new Error('gone'))
    const { health } = await ask({ ...memoryStore(), ping: () => ping() })
    expect(await health()).toMatchObject({ code: 503, body: { status: 'DEGRADED' } })
    ping = () => Promise.resolve()
    expect(await health()).toMatchObject({ code: 200 })
  })
})
