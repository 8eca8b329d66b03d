import { promisify } from 'node:util'
import cookieParser from 'cookie-parser'
import cookieSession from 'cookie-session'
import type { Request, RequestHandler } from 'express'
import session, { MemoryStore } from 'express-session'
import passport from 'passport'
import { describe, expect, it, vi } from 'vitest'
import type { Identity } from '@monhub/realtime-server'
import { expressAuth, type ExpressAuthOptions } from '@monhub/realtime-server/express'
import type { TestClient } from '@monhub/realtime-server/testing'
import { startApp } from './app'

declare module 'express-session' {
  interface SessionData {
    userId: string
  }
}

const HOUR_MS = 3600_000

/** An app with express-session, set to write as much as it can. */
async function withSessions(settings: session.CookieOptions = {}, auth?: ExpressAuthOptions) {
  const store = new MemoryStore()
  const sessions = session({
    secret: 'keyboard cat',
    store,
    resave: true,
    saveUninitialized: true,
    rolling: true,
    cookie: { maxAge: HOUR_MS, ...settings },
  })
  const identify = ({ session: { userId } }: Request) => (userId ? { userId } : null)
  const authenticate = vi.fn(expressAuth([sessions], identify, auth))
  const app = await startApp(authenticate, [sessions], {
    '/sign-in': (request, response) => {
      request.session.userId = 'ada'
      response.send(request.sessionID)
    },
    '/anything': (_, response) => void response.send('ok'),
    '/sign-out': (request, response) => request.session.destroy(() => response.send('ok')),
  })
  const identities = () =>
    Promise.all(authenticate.mock.results.map(({ value }) => value as Promise<Identity | null>))
  return { ...app, store, sessions, identities }
}

/** What the store keeps, by the ids of sessions. */
const contents = async (store: MemoryStore) =>
  ((await promisify(store.all.bind(store))()) ?? {}) as unknown as Record<
    string,
    { cookie: { expires: string } }
  >

const refresh = ({ request }: TestClient) => request('session:refresh', { auth: {} })

describe('expressAuth with express-session', () => {
  it.each(['websocket', 'polling'])('knows over %s who signed in, and until when', async (by) => {
    const { visit, connect, store, server, identities } = await withSessions()
    const cookie = await visit('/sign-in')
    await connect(cookie, by)
    expect(server.service.getOnlineUsers()).toEqual(['ada'])
    const [[sessionId, kept] = []] = Object.entries(await contents(store))
    const expiresAt = Date.parse(String(kept?.cookie.expires))
    expect(await identities()).toEqual([{ userId: 'ada', sessionId, expiresAt }])
  })

  it('refuses strangers, forged and foreign cookies, and keeps nothing of them', async () => {
    const { visit, told, store } = await withSessions()
    expect(await told()).toBe('UNAUTHENTICATED')
    expect(await told(await visit('/anything'))).toBe('UNAUTHENTICATED')
    const cookie = await visit('/sign-in')
    expect(await told(cookie.slice(0, -3))).toBe('UNAUTHENTICATED')
    // The two visits by HTTP.
    expect(Object.keys(await contents(store))).toHaveLength(2)
  })

  it('writes no session for whom a middleware turns away', async () => {
    const { sessions, store } = await withSessions()
    const guard: RequestHandler = (_, response) => void response.status(401).json({})
    const { told } = await startApp(expressAuth([sessions, guard], () => null))
    expect(await told()).toBe('UNAUTHENTICATED')
    expect(await contents(store)).toEqual({})
  })

  it('sees on refresh that the session goes on in the store', async () => {
    const { visit, connect, store } = await withSessions()
    const endsAt = async () => Object.values(await contents(store))[0]?.cookie.expires
    const cookie = await visit('/sign-in')
    const first = await endsAt()
    const ada = await connect(cookie)
    await vi.waitFor(async () => {
      await visit('/anything', cookie)
      expect(await endsAt()).not.toBe(first)
    })
    expect(await refresh(ada)).toEqual({ ok: true, expiresAt: await endsAt() })
  })

  it('sees on refresh that the session is gone from the store', async () => {
    const { visit, connect } = await withSessions()
    const cookie = await visit('/sign-in')
    const ada = await connect(cookie)
    await visit('/sign-out', cookie)
    expect(await refresh(ada)).toMatchObject({ ok: false, error: { code: 'UNAUTHENTICATED' } })
  })

  it('ends with its sign-in, told by the id of the session', async () => {
    const { visit, connect, store, server } = await withSessions()
    const ada = await connect(await visit('/sign-in'))
    const told = ada.next('session:ended')
    const [sessionId = ''] = Object.keys(await contents(store))
    server.service.disconnectSession(sessionId, 'You signed out.')
    expect(await told).toMatchObject({ code: 'SESSION_ENDED', reason: 'You signed out.' })
  })

  it('has clients try again while the store is out of order', async () => {
    const { visit, told, store } = await withSessions()
    const cookie = await visit('/sign-in')
    const get = vi.spyOn(store, 'get').mockImplementation((_, done) => done(new Error('down')))
    expect(await told(cookie)).toBe('AUTHENTICATION_FAILED')
    get.mockRestore()
    store.emit('disconnect')
    expect(await told(cookie)).toBe('AUTHENTICATION_FAILED')
    store.emit('connect')
    expect(await told(cookie)).toBe('connected')
  })

  it('asks again before long about a session that outlived the date in its cookie', async () => {
    const { visit, told, store, identities } = await withSessions()
    const cookie = await visit('/sign-in')
    // As connect-redis and others do, which prolong a session without writing it.
    const { get } = store
    store.get = (id, done) =>
      get.call(store, id, (error, found) => {
        if (found) Object.assign(found.cookie, { expires: new Date(Date.now() - HOUR_MS) })
        done(error, found)
      })
    expect(await told(cookie)).toBe('connected')
    const [identity] = await identities()
    expect(Number(identity?.expiresAt)).toBeGreaterThan(Date.now() + 60_000)
    expect(Number(identity?.expiresAt)).toBeLessThanOrEqual(Date.now() + 5 * 60_000)
  })

  it.each([
    ['never by itself, without a date', { maxAge: undefined }, undefined, undefined],
    ['as often as is asked for', { maxAge: undefined }, { recheckMs: 150_000 }, 150_000],
    [
      'when its cookie expires, if that is sooner',
      { maxAge: 50_000 },
      { recheckMs: 150_000 },
      50_000,
    ],
  ])('looks at a session again %s', async (_, cookie, auth, inMs) => {
    const { visit, told, identities } = await withSessions(cookie, auth)
    expect(await told(await visit('/sign-in'))).toBe('connected')
    const [identity] = await identities()
    expect(identity).toMatchObject({ userId: 'ada' })
    const at = identity?.expiresAt && Math.ceil((Number(identity.expiresAt) - Date.now()) / 5000)
    expect(at).toBe(inMs && inMs / 5000)
  })
})

describe('expressAuth with other middlewares', () => {
  it('reads signed cookies by cookie-parser', async () => {
    const parser = cookieParser('keyboard cat')
    const identify = ({ signedCookies }: Request) =>
      typeof signedCookies.user === 'string' ? { userId: signedCookies.user } : null
    const { visit, connect, told, server } = await startApp(
      expressAuth([parser], identify),
      [parser],
      { '/sign-in': (_, response) => void response.cookie('user', 'ada', { signed: true }).send() },
    )
    expect(await told('user=ada')).toBe('UNAUTHENTICATED')
    await connect(await visit('/sign-in'))
    expect(server.service.getOnlineUsers()).toEqual(['ada'])
  })

  it('reads a session that is kept in the cookie, by cookie-session', async () => {
    const sessions = cookieSession({ name: 'session', keys: ['keyboard cat'] })
    const identify = ({ session: kept }: Request) => (kept.userId ? { userId: kept.userId } : null)
    const { visit, connect, told, server } = await startApp(
      expressAuth([sessions], identify),
      [sessions],
      {
        '/sign-in': (request, response) => {
          request.session.userId = 'ada'
          response.send()
        },
      },
    )
    const cookie = await visit('/sign-in')
    expect(await told()).toBe('UNAUTHENTICATED')
    expect(await told(cookie.replace(/session\.sig=.{4}/, 'session.sig=AAAA'))).toBe(
      'UNAUTHENTICATED',
    )
    await connect(cookie)
    expect(server.service.getOnlineUsers()).toEqual(['ada'])
  })

  it('knows the user of passport', async () => {
    const authenticator = new passport.Passport()
    const users = new Map([['ada', { id: 'ada' }]])
    authenticator.serializeUser((user, done) => done(null, (user as { id: string }).id))
    authenticator.deserializeUser((id: string, done) => done(null, users.get(id) ?? false))
    const middlewares = [
      session({ secret: 'keyboard cat', resave: false, saveUninitialized: false }),
      authenticator.session() as RequestHandler,
    ]
    const identify = ({ user }: Request) => user && { userId: (user as { id: string }).id }
    const { visit, connect, told, server } = await startApp(
      expressAuth(middlewares, identify),
      middlewares,
      { '/sign-in': (request, response) => request.login({ id: 'ada' }, () => response.send()) },
    )
    const cookie = await visit('/sign-in')
    expect(await told()).toBe('UNAUTHENTICATED')
    await connect(cookie)
    expect(server.service.getOnlineUsers()).toEqual(['ada'])
    users.clear()
    expect(await told(cookie)).toBe('UNAUTHENTICATED')
  })
})
