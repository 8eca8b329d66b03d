import type { Client, ConnectionStatus } from '@monhub/realtime-react/core'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createCredentials } from '../../src/core/handshake'
import { comeOnline, connected, person, serve } from '../support'
import { browserPlatform } from '../../src/core/platform'

const reached = (client: Client, status: ConnectionStatus) =>
  vi.waitFor(() => expect(client.connection.getState().status).toBe(status), 8000)

/** What the client went through, from now on. */
const statuses = ({ connection }: Client) => {
  const seen: ConnectionStatus[] = []
  connection.subscribe(() => {
    const { status } = connection.getState()
    if (seen.at(-1) !== status) seen.push(status)
  })
  return seen
}

/** A server whose tokens are the time they end at, and which remembers those it was shown. */
function byEnd(shown: string[]): Parameters<typeof serve>[0] {
  return {
    session: { noticeMs: 300, graceMs: 2000 },
    authenticate: ({ auth }) => {
      const token = String(auth.token)
      shown.push(token)
      if (token === 'broken') throw new Error('the session store is away')
      return { userId: 'ana', expiresAt: Number(token) }
    },
  }
}
const soon = () => String(Date.now() + 350)
const later = () => String(Date.now() + 60_000)

describe('a session that ends soon', () => {
  it('is refreshed on the same connection', async () => {
    const shown: string[] = []
    const server = await serve(byEnd(shown))
    // The second lives for longer than the server wants between two refreshes.
    const tokens = [soon(), String(Date.now() + 2500), later()]
    const client = person(server, 'ana', { auth: () => tokens[shown.length] ?? '' })
    await connected(client)
    const seen = statuses(client)
    const { id } = client.socket
    await vi.waitFor(() => expect(shown).toEqual(tokens), 5000)
    expect(client.socket.id).toBe(id)
    expect(seen).toEqual([])
  })

  it('is refreshed again when that failed for a reason that passes', async () => {
    const shown: string[] = []
    const server = await serve(byEnd(shown))
    const tokens = [soon(), 'broken', later()]
    vi.spyOn(Math, 'random').mockReturnValue(0)
    onTestFinished(() => void vi.restoreAllMocks())
    const client = person(server, 'ana', { auth: () => tokens[shown.length] ?? '' })
    await connected(client)
    const { id } = client.socket
    await vi.waitFor(() => expect(shown).toEqual(tokens), 5000)
    expect(client.socket.id).toBe(id)
  })

  it('that nobody could refresh is cut, and the client comes back with a newer token', async () => {
    const shown: string[] = []
    const server = await serve(byEnd(shown))
    let token = soon()
    const client = person(server, 'ana', { auth: () => token })
    await connected(client)
    const seen = statuses(client)
    await reached(client, 'reconnecting')
    expect(client.connection.getState().error?.code).toBe('SESSION_EXPIRED')
    token = later()
    await reached(client, 'connected')
    expect(seen).toEqual(['reconnecting', 'connected'])
  })

  it('is unauthorized when the app has no newer token either', async () => {
    const shown: string[] = []
    const server = await serve(byEnd(shown))
    const client = person(server, 'ana', { auth: () => String(Date.now() - 1000) })
    await reached(client, 'unauthorized')
    expect(client.connection.getState().error?.code).toBe('SESSION_EXPIRED')
    expect(shown).toHaveLength(2)
  })
})

describe('createCredentials', () => {
  it('asks once for all who want them at the same time, and anew afterwards', async () => {
    let asked = 0
    const credentials = createCredentials(browserPlatform.clock, () => `token ${++asked}`)
    expect(await Promise.all([credentials(), credentials()])).toEqual(
      Array(2).fill({ token: 'token 1' }),
    )
    expect(await credentials()).toEqual({ token: 'token 2' })
  })

  it('asks anew after a failure', async () => {
    let asked = 0
    const credentials = createCredentials(browserPlatform.clock, () => {
      if (++asked === 1) throw new Error('not yet')
      return 'token'
    })
    await expect(credentials()).rejects.toMatchObject({ code: 'AUTHENTICATION_FAILED' })
    expect(await credentials()).toEqual({ token: 'token' })
  })
})

describe('without a network', () => {
  it('the status is offline, and the connection is back as soon as there is one', async () => {
    const server = await serve()
    const client = person(server, 'ana')
    await connected(client)
    const seen = statuses(client)
    const onLine = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    onTestFinished(() => onLine.mockRestore())
    for (const socket of server.io.of('/').sockets.values()) socket.conn.close()
    await reached(client, 'offline')
    expect(client.connection.getState().nextAttemptAt).toBeGreaterThan(0)
    onLine.mockReturnValue(true)
    comeOnline()
    await reached(client, 'connected')
    expect(seen).toEqual(['offline', 'reconnecting', 'connected'])
  })
})
