import type { IncomingMessage } from 'node:http'
import type { Request, RequestHandler } from 'express'
import { describe, expect, it } from 'vitest'
import { expressAuth } from '@monhub/realtime-server/express'
import { startApp } from './app'

const ada = () => ({ userId: 'ada' })

describe('expressAuth', () => {
  it('runs the middlewares in their order, and then asks who it is', async () => {
    const first: RequestHandler = (request, _, next) => {
      request.headers['x-user'] = 'ada'
      next()
    }
    const second: RequestHandler = async (request, _, next) => {
      await Promise.resolve()
      request.headers['x-user'] = `${request.get('x-user')}-${request.get('x-user')}`
      next()
    }
    const identify = ({ headers }: Request) => ({ userId: String(headers['x-user']) })
    const { server, connect } = await startApp(expressAuth([first, second], identify))
    await connect()
    expect(server.service.getOnlineUsers()).toEqual(['ada-ada'])
  })

  const answers: [string, RequestHandler][] = [
    ['response.end', (_, response) => void response.writeHead(401).end()],
    ['status and json', (_, response) => void response.status(401).json({ error: 'no' })],
    ['sendStatus', (_, response) => void response.sendStatus(403)],
    ['a redirect', (_, response) => response.redirect('/login')],
    ['a cookie and text', (_, response) => void response.clearCookie('sid').send('no')],
    [
      'an answer, and next all the same',
      (_, response, next) => {
        response.status(401).end()
        next()
      },
    ],
  ]
  it.each(answers)('refuses for good where a middleware answers: %s', async (_, guard) => {
    const { server, told } = await startApp(expressAuth([guard], ada))
    expect(await told()).toBe('UNAUTHENTICATED')
    expect(server.service.getOnlineUsers()).toEqual([])
  })

  const failures: [string, RequestHandler][] = [
    ['throws', () => expect.unreachable()],
    ['rejects', () => Promise.reject(new Error('db down'))],
    ['calls next with an error', (_request, _response, next) => next(new Error('db down'))],
  ]
  it.each(failures)('has the client try again where a middleware %s', async (_, broken) => {
    const { told } = await startApp(expressAuth([broken], ada))
    expect(await told()).toBe('AUTHENTICATION_FAILED')
  })

  it('has the client try again where `identify` throws, and refuses where it gives null', async () => {
    const broken = await startApp(expressAuth([], () => Promise.reject(new Error('db down'))))
    expect(await broken.told()).toBe('AUTHENTICATION_FAILED')
    const strict = await startApp(expressAuth([], () => null))
    expect(await strict.told()).toBe('UNAUTHENTICATED')
  })

  it('gives middlewares what Express gives them', async () => {
    let seen: object = {}
    const look: RequestHandler = (request, response, next) => {
      const { path, originalUrl, baseUrl, protocol, secure, ip } = request
      seen = { path, originalUrl, baseUrl, protocol, secure, ip, eio: request.query.EIO }
      response.locals.user = request.accepts('html')
      response.set('x-test', '1').cookie('a', 'b').vary('cookie')
      next()
    }
    const { told } = await startApp(expressAuth([look], ada))
    expect(await told()).toBe('connected')
    expect(seen).toMatchObject({ path: '/socket.io/', baseUrl: '', eio: '4', protocol: 'http' })
  })

  it.each([0, 30, 60_000, NaN])('refuses to look at sessions every %d ms', (recheckMs) => {
    expect(() => expressAuth([], ada, { recheckMs })).toThrow(/120000 or more/)
  })

  it('leaves the request of the host as it was', async () => {
    const meddle: RequestHandler = (request, response, next) => {
      request.on('close', () => expect.unreachable())
      request.headers.cookie = 'mine'
      delete request.headers.host
      request.url = '/elsewhere'
      Object.assign(request, { user: 'eve', session: {}, query: {} })
      response.on('finish', () => expect.unreachable())
      next()
    }
    const { server, connect } = await startApp(expressAuth([meddle], ada))
    const state = (request: IncomingMessage) => ({
      keys: Reflect.ownKeys(request).map(String),
      listeners: request.eventNames().map((name) => [name, request.listenerCount(name)]),
      headers: { ...request.headers },
      url: request.url,
      prototype: Object.getPrototypeOf(request) as object,
    })
    let before: object = {}
    server.io.engine.on('connection', ({ request }: { request: IncomingMessage }) => {
      before = state(request)
    })
    const client = await connect('sid=1')
    const [socket] = server.io.sockets.sockets.values()
    expect(state(socket!.request)).toEqual(before)
    expect(socket!.request).not.toHaveProperty('user')
    expect(socket!.request.headers.cookie).toBe('sid=1')
    client.close()
  })
})
