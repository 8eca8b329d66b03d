import { acquireClient, connectionKey, findClient } from '@monhub/realtime-react/core'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { connected, connections, serve, silent } from '../support'

function lease(config: Parameters<typeof acquireClient>[0]) {
  const taken = acquireClient({ logger: silent, ...config })
  onTestFinished(() => taken.release(0))
  return taken
}

describe('connectionKey', () => {
  const key = (options: object, url = 'http://a') => connectionKey({ url, userId: 'ana', options })

  it('compares options by value', () => {
    expect(key({ path: '/x', query: { a: 1 } })).toBe(key({ path: '/x', query: { a: 1 } }))
    expect(key({ path: '/x' })).not.toBe(key({ path: '/y' }))
  })

  it('tells addresses and people apart', () => {
    expect(key({})).not.toBe(key({}, 'http://a/namespace'))
    expect(key({})).not.toBe(connectionKey({ url: 'http://a', userId: 'bob' }))
  })
})

describe('acquireClient', () => {
  it('shares one connection among equal claims', async () => {
    const server = await serve()
    const first = lease({ url: server.url, userId: 'ana', options: { path: '/socket.io' } })
    const second = lease({ url: server.url, userId: 'ana', options: { path: '/socket.io' } })
    expect(second.client).toBe(first.client)
    await connected(first.client)
    await connections(server, 1)
  })

  it('keeps the connection for a moment after the last release', async () => {
    const server = await serve()
    const first = lease({ url: server.url, userId: 'ana' })
    await connected(first.client)
    first.release()
    const second = lease({ url: server.url, userId: 'ana' })
    expect(second.client).toBe(first.client)
    second.release()
    await connections(server, 0)
    expect(findClient(connectionKey({ url: server.url, userId: 'ana' }))).toBeNull()
  })

  it('closes at once when told so, but not under others', async () => {
    const server = await serve()
    const first = lease({ url: server.url, userId: 'ana' })
    const second = lease({ url: server.url, userId: 'ana' })
    first.release(0)
    first.release(0)
    expect(second.client.connection.getState().status).not.toBe('idle')
    second.release(0)
    expect(second.client.connection.getState().status).toBe('idle')
    expect(lease({ url: server.url, userId: 'ana' }).client).not.toBe(second.client)
  })

  it('asks the latest claim for the token', async () => {
    const server = await serve()
    const old = vi.fn(() => 'old')
    const latest = vi.fn(() => 'latest')
    const first = lease({ url: server.url, userId: 'ana', auth: old })
    await connected(first.client)
    lease({ url: server.url, userId: 'ana', auth: latest })
    for (const socket of server.io.of('/').sockets.values()) socket.conn.close()
    await vi.waitFor(() => expect(latest).toHaveBeenCalledTimes(1), 5000)
    expect(old).toHaveBeenCalledTimes(1)
  })

  it('leaves the next connection alone when an earlier release of the last one is due', async () => {
    const server = await serve()
    const config = { url: server.url, userId: 'ana' }
    lease(config).release()
    lease(config).release(0)
    const { client } = lease(config)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(findClient(connectionKey(config))).toBe(client)
  })
})
