import { once } from 'node:events'
import { createServer, type Server as HttpServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import express from 'express'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  createSocketServer,
  createSocketService,
  type SocketServerOptions,
} from '@monhub/realtime-server'
import { connectTestClient, type TestClient } from '@monhub/realtime-server/testing'
import { WebSocket, WebSocketServer } from 'ws'
import { byToken, join, start } from './harness'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }

/** An HTTP server of a host, with ours on it. */
async function host(
  options?: SocketServerOptions,
  prepare: (server: HttpServer) => void = () => {},
) {
  const httpServer = createServer((_, response) => response.end('the host'))
  prepare(httpServer)
  const io = createSocketServer(httpServer, { logger: quiet, ...options })
  const service = createSocketService(io, { ...byToken, logger: quiet })
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    httpServer.close()
    httpServer.closeAllConnections()
  })
  const { port } = httpServer.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const client = async (userId: string): Promise<TestClient> => {
    const joined = await connectTestClient(url, { userId, auth: { token: `token-${userId}` } })
    onTestFinished(joined.close)
    return joined
  }
  return { httpServer, io, service, port, url, client }
}

/** Another WebSocket server at /other, as the `ws` package says to share an HTTP server. */
function echoAt(httpServer: HttpServer) {
  const other = new WebSocketServer({ noServer: true })
  other.on('connection', (socket) => socket.on('message', (data) => socket.send(data)))
  httpServer.on('upgrade', (request, socket, head) => {
    if (request.url !== '/other') return
    other.handleUpgrade(request, socket, head, (client) =>
      other.emit('connection', client, request),
    )
  })
}

async function echoed(port: number, text: string): Promise<string> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/other`)
  onTestFinished(() => socket.terminate())
  await once(socket, 'open')
  socket.send(text)
  const [data] = (await once(socket, 'message')) as [Buffer]
  return data.toString()
}

describe('another WebSocket server on the same HTTP server', () => {
  it.each(['before', 'after'])('that was attached %s ours keeps working', async (when) => {
    const started = await host({}, when === 'before' ? echoAt : undefined)
    if (when === 'after') echoAt(started.httpServer)
    const ada = await started.client('ada')
    expect(await echoed(started.port, 'hello')).toBe('hello')
    expect(await ada.request('data:sync', {})).toMatchObject({ ok: true })
    await started.service.close()
    expect(await echoed(started.port, 'still here')).toBe('still here')
  })

  it('may be another Socket.IO server on a path of its own', async () => {
    const started = await host()
    const second = createSocketServer(started.httpServer, { path: '/live', logger: quiet })
    const service = createSocketService(second, { ...byToken, logger: quiet })
    await started.client('ada')
    const auth = { token: 'token-bob' }
    const bob = await connectTestClient(started.url, { path: '/live', userId: 'bob', auth })
    onTestFinished(bob.close)
    expect(started.service.getOnlineUsers()).toEqual(['ada'])
    expect(service.getOnlineUsers()).toEqual(['bob'])
    await service.close()
  })
})

describe('an upgrade that nobody answers', () => {
  const ask = async (port: number, path: string) => {
    const tcp = connect(port, '127.0.0.1')
    onTestFinished(() => void tcp.destroy())
    const key = 'dGhlIHNhbXBsZSBub25jZQ=='
    tcp.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
    )
    const chunks: string[] = []
    tcp.on('data', (chunk) => chunks.push(chunk.toString()))
    return { tcp, answer: () => chunks.join('') }
  }

  it('ends, since no timeout of the HTTP server holds for it', async () => {
    const { port } = await host()
    for (const path of ['/', '/nothing', '/socket.ioo/', '//socket.io/']) {
      const { tcp, answer } = await ask(port, path)
      await once(tcp, 'close')
      expect(answer()).toMatch(/^HTTP\/1\.1 404 /)
    }
  })

  it('is left to a host that listens for upgrades itself, whenever it answers', async () => {
    const started = await host()
    let accept = () => {}
    const asked = new Promise<void>((resolve) => {
      started.httpServer.on('upgrade', (request, socket) => {
        if (request.url !== '/late') return
        accept = () => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n')
        resolve()
      })
    })
    const { tcp, answer } = await ask(started.port, '/late')
    await asked
    await started.client('ada')
    expect(answer()).toBe('')
    accept()
    await once(tcp, 'close')
    expect(answer()).toMatch(/^HTTP\/1\.1 101 /)
  })
})

describe('createSocketServer', () => {
  it('tells who passes an Express app the two lines that mend it', () => {
    const app = express() as unknown as Parameters<typeof createSocketServer>[0]
    expect(() => createSocketServer(app)).toThrow(
      /\n {2}const httpServer = createServer\(app\).*\n {2}const io = createSocketServer\(httpServer\)/,
    )
  })

  it('works with those two lines', async () => {
    const app = express()
    app.get('/hello', (_, response) => void response.send('the app'))
    const httpServer = createServer(app)
    const io = createSocketServer(httpServer, { logger: quiet })
    const service = createSocketService(io, { ...byToken, logger: quiet })
    await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      httpServer.close()
      httpServer.closeAllConnections()
    })
    const url = `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`
    const ada = await connectTestClient(url, { auth: { token: 'token-ada' }, userId: 'ada' })
    onTestFinished(ada.close)
    expect(await (await fetch(`${url}/hello`)).text()).toBe('the app')
    await service.close()
    expect(await (await fetch(`${url}/hello`)).text()).toBe('the app')
  })
})

describe('close()', () => {
  it('leaves the HTTP server open, answering, and free for a new service', async () => {
    const { httpServer, service, url, client, io } = await host()
    const ada = await client('ada')
    const ended = new Promise((resolve) => ada.socket.on('disconnect', resolve))
    await service.close()
    await ended
    expect(httpServer.listening).toBe(true)
    expect(await (await fetch(url)).text()).toBe('the host')
    expect(io.sockets.sockets.size).toBe(0)
  })
})

describe('two services on two namespaces', () => {
  async function two() {
    const server = await start(byToken)
    const second = createSocketService(server.io.of('/second'), { ...byToken, logger: quiet })
    onTestFinished(() => second.close())
    const auth = (userId: string) => ({ auth: { token: `token-${userId}` } })
    const at = { ...server, url: `${server.url}/second` }
    return {
      first: server.service,
      second,
      inFirst: (userId: string) => join(server, userId, auth(userId)),
      inSecond: (userId: string) => join(at, userId, auth(userId)),
    }
  }
  const listenTo = (client: TestClient) => {
    const heard: string[] = []
    client.socket.onAny((event: string) => heard.push(event))
    return async () => {
      await client.request('data:sync', {})
      return heard
    }
  }

  it('share neither messages nor history', async () => {
    const { second, inFirst, inSecond } = await two()
    const ada = await inFirst('ada')
    const bobInFirst = await inFirst('bob')
    const heard = listenTo(await inSecond('bob'))
    const arrived = bobInFirst.next('message:new')
    await ada.request('message:send', { receiverId: 'bob', text: 'hi' })
    await arrived
    expect(await heard()).toEqual([])
    expect((await second.history({ userId: 'bob', peerId: 'ada' })).messages).toEqual([])
  })

  it('share no presence, not even of one user in both', async () => {
    const { first, second, inFirst, inSecond } = await two()
    const ada = await inFirst('ada')
    await inSecond('ada')
    const watcher = await inSecond('bob')
    await watcher.request('presence:watch', { add: ['ada'] })
    const heard = listenTo(watcher)
    await inFirst('eve')
    expect(first.getOnlineUsers().sort()).toEqual(['ada', 'eve'])
    expect(second.getOnlineUsers().sort()).toEqual(['ada', 'bob'])
    ada.close()
    expect(second.isUserOnline('ada')).toBe(true)
    expect(await heard()).toEqual([])
  })

  it('share no groups and no emits', async () => {
    const { first, second, inFirst, inSecond } = await two()
    await first.updateMembers({ conversationId: 'team', add: ['ada'], by: 'ada' })
    const ada = await inSecond('ada')
    expect(await ada.request('message:send', { conversationId: 'team', text: 'hi' })).toMatchObject(
      {
        error: { code: 'FORBIDDEN' },
      },
    )
    const heard = listenTo(ada)
    const there = await inFirst('ada')
    const arrived = there.next('mine')
    first.emitToUser('ada', 'mine', 1)
    first.emitToAll('mine', 1)
    await arrived
    expect(await heard()).toEqual([])
    expect(second.isUserOnline('ada')).toBe(true)
  })

  it('cut a user in their own only, also over one connection', async () => {
    const { first, second, inFirst, inSecond } = await two()
    const here = await inFirst('ada')
    const there = await inSecond('ada')
    const ended = new Promise((resolve) => there.socket.on('disconnect', resolve))
    second.disconnectUser('ada', 'banned there')
    await ended
    expect(await here.request('data:sync', {})).toMatchObject({ ok: true })
    expect(first.isUserOnline('ada')).toBe(true)
    expect(second.isUserOnline('ada')).toBe(false)
  })
})
