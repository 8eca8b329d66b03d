import { describe, expect, it, vi } from 'vitest'
import type { SessionExpiring } from '@monhub/realtime-protocol'
import type { Identity, SocketServiceOptions } from '@monhub/realtime-server'
import { join, start } from './harness'

/** Tokens are JSON of the identity they stand for. */
const tokenOf = (identity: Identity) => ({ auth: { token: JSON.stringify(identity) } })
const byIdentity: SocketServiceOptions = {
  authenticate: ({ auth }) =>
    typeof auth.token === 'string' ? (JSON.parse(auth.token) as Identity) : null,
}

const NOTICE_MS = 400
const session = { noticeMs: NOTICE_MS, graceMs: 100 }
const soon = () => Date.now() + NOTICE_MS + 50
const later = () => Date.now() + 60_000

type Client = Awaited<ReturnType<typeof join>>
const refresh = (client: Client, identity: Identity) =>
  client.request('session:refresh', tokenOf(identity))
const lost = ({ socket }: Client) =>
  new Promise<string>((resolve) => socket.once('disconnect', resolve))
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'connected',
    (error: unknown) => (error as { data?: { code: string } }).data?.code,
  )

describe('a session with an end', () => {
  it('is announced beforehand, and goes on when it is refreshed', async () => {
    const server = await start({ ...byIdentity, session })
    const expiresAt = soon()
    const ada = await join(server, 'ada', tokenOf({ userId: 'ada', expiresAt }))
    const { expiresAt: announced } = await ada.next<SessionExpiring>('session:expiring')
    expect(Date.parse(announced)).toBe(expiresAt)
    // Later than a second refresh is let in.
    const again = soon() + 1100
    expect(await refresh(ada, { userId: 'ada', expiresAt: again })).toEqual({
      ok: true,
      expiresAt: new Date(again).toISOString(),
    })
    // The second end is announced only if the first was forgotten.
    const next = await ada.next<SessionExpiring>('session:expiring')
    expect(Date.parse(next.expiresAt)).toBe(again)
    expect(await refresh(ada, { userId: 'ada' })).toEqual({ ok: true })
    expect(ada.socket.connected).toBe(true)
  })

  it('is cut after its grace with a code, by closing the transport', async () => {
    const server = await start({ ...byIdentity, session })
    const expiresAt = soon()
    const ada = await join(server, 'ada', tokenOf({ userId: 'ada', expiresAt }))
    const told = ada.next('session:ended')
    expect(await lost(ada)).toBe('transport close')
    expect(await told).toMatchObject({ code: 'SESSION_EXPIRED' })
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt + session.graceMs)
  })

  it('that a refresh does not move is announced once more, at its end', async () => {
    const server = await start({ ...byIdentity, session: { noticeMs: 1500, graceMs: 400 } })
    const expiresAt = Date.now() + 1600
    const ada = await join(server, 'ada', tokenOf({ userId: 'ada', expiresAt }))
    const toldAt: number[] = []
    ada.socket.on('session:expiring', () => {
      toldAt.push(Date.now())
      ada.socket.emit('session:refresh', tokenOf({ userId: 'ada', expiresAt }))
    })
    expect(await lost(ada)).toBe('transport close')
    expect(toldAt).toHaveLength(2)
    expect(toldAt[0]).toBeLessThan(expiresAt)
    expect(toldAt[1]).toBeGreaterThanOrEqual(expiresAt)
  })

  it('shorter than the notice is announced when half of it is left', async () => {
    const server = await start({ ...byIdentity, session: { noticeMs: 60_000, graceMs: 0 } })
    const startedAt = Date.now()
    const identity = { userId: 'ada', expiresAt: startedAt + 1000 }
    const ada = await join(server, 'ada', tokenOf(identity))
    await ada.next('session:expiring')
    expect(Date.now()).toBeGreaterThanOrEqual(startedAt + 500)
    expect(Date.now()).toBeLessThan(identity.expiresAt)
  })

  it('of a version 1 client ends without notice and grace', async () => {
    const server = await start({
      ...byIdentity,
      session: { noticeMs: 60_000, graceMs: 60_000 },
    })
    const expiresAt = Date.now() + 100
    const old = await join(server, undefined, {
      ...tokenOf({ userId: 'ada', expiresAt }),
      version: 1,
    })
    const heard: string[] = []
    old.socket.onAny((event: string) => heard.push(event))
    expect(await lost(old)).toBe('transport close')
    expect(heard.filter((event) => event.startsWith('session:'))).toEqual([])
  })

  it('that is over is refused, and one in seconds is the app’s mistake', async () => {
    const error = vi.fn()
    const quiet = () => {}
    const logger = { debug: quiet, info: quiet, warn: quiet, error }
    const server = await start({ ...byIdentity, logger })
    const at = (expiresAt: number) =>
      codeOf(join(server, 'ada', tokenOf({ userId: 'ada', expiresAt })))
    expect(await at(Date.now() - 1)).toBe('SESSION_EXPIRED')
    expect(await at(later() / 1000)).toBe('AUTHENTICATION_FAILED')
    expect(String((error.mock.calls[0]?.[0] as { error: Error }).error)).toContain('exp * 1000')
  })

  it('further away than a timer can wait is not over at once', async () => {
    const server = await start(byIdentity)
    const inAYear = Date.now() + 365 * 24 * 3600_000
    const ada = await join(server, 'ada', tokenOf({ userId: 'ada', expiresAt: inAYear }))
    const heard: string[] = []
    ada.socket.onAny((event: string) => heard.push(event))
    expect(await ada.request('data:sync', {})).toMatchObject({ ok: true })
    expect(heard).toEqual([])
  })
})

describe('session:refresh', () => {
  it.each<[string, object, string]>([
    ['credentials of another user', { token: '{"userId":"eve"}' }, 'IDENTITY_MISMATCH'],
    ['no credentials', {}, 'UNAUTHENTICATED'],
    [
      'credentials that are over',
      { token: '{"userId":"ada","expiresAt":1700000000000}' },
      'SESSION_EXPIRED',
    ],
    ['nonsense', { token: '{' }, 'AUTHENTICATION_FAILED'],
  ])('with %s changes nothing', async (_, auth, code) => {
    const server = await start({ ...byIdentity, session: { noticeMs: 0, graceMs: 0 } })
    const expiresAt = Date.now() + 500
    const ada = await join(server, 'ada', tokenOf({ userId: 'ada', expiresAt }))
    expect(await ada.request('session:refresh', { auth })).toMatchObject({
      ok: false,
      error: { code },
    })
    expect(server.service.getOnlineUsers()).toEqual(['ada'])
    expect(await lost(ada)).toBe('transport close')
  })

  it('runs once at a time on a connection, and not again within a second', async () => {
    let asked = 0
    let admit = () => {}
    const gate = new Promise<void>((resolve) => (admit = resolve))
    const server = await start({
      authenticate: async () => {
        if (asked++ > 0) await gate
        return { userId: 'ada' }
      },
    })
    const ada = await join(server, 'ada')
    const first = ada.request('session:refresh', { auth: {} })
    const second = await ada.request('session:refresh', { auth: {} })
    expect(second).toMatchObject({ ok: false, error: { code: 'RATE_LIMITED' } })
    admit()
    expect(await first).toEqual({ ok: true })
    const third = await ada.request('session:refresh', { auth: {} })
    expect(third).toMatchObject({ ok: false, error: { code: 'RATE_LIMITED' } })
    expect(asked).toBe(2)
  })

  it('makes the connection that of the newer sign-in, so that ending it cuts', async () => {
    const server = await start(byIdentity)
    const ada = await join(server, 'ada', tokenOf({ userId: 'ada', sessionId: 'old' }))
    await refresh(ada, { userId: 'ada', sessionId: 'new' })
    server.service.disconnectSession('old', 'signed out there')
    expect(await ada.request('data:sync', {})).toMatchObject({ ok: true })
    const told = ada.next('session:ended')
    server.service.disconnectSession('new', 'signed out here')
    expect(await told).toMatchObject({ code: 'SESSION_ENDED', reason: 'signed out here' })
  })

  it('with a sign-in that was ended meanwhile ends the connection', async () => {
    const server = await start(byIdentity)
    const ada = await join(server, 'ada', tokenOf({ userId: 'ada', sessionId: 'one' }))
    server.service.disconnectSession('two', 'stolen')
    const told = ada.next('session:ended')
    ada.socket.emit('session:refresh', tokenOf({ userId: 'ada', sessionId: 'two' }))
    expect(await told).toMatchObject({ code: 'SESSION_ENDED', reason: 'stolen' })
  })

  it('does nothing in trust mode', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    expect(await ada.request('session:refresh', { auth: { token: 'x' } })).toEqual({ ok: true })
  })
})

describe('after authentication', () => {
  it('the token is gone from the handshake, and the host’s request is as it was', async () => {
    const headers = { cookie: 'sid=secret', authorization: 'Bearer secret' }
    const server = await start(byIdentity)
    await join(server, 'ada', { ...tokenOf({ userId: 'ada' }), extraHeaders: headers })
    const [socket] = server.io.sockets.sockets.values()
    expect(socket?.handshake.auth).toEqual({})
    expect(socket?.request.headers).toMatchObject(headers)
  })
})
