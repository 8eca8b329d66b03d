// @vitest-environment node
import { createChats, createClient, type OutboxRecord } from '@monhub/realtime-react/core'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { connected, person, serve, silent } from '../support'

describe('a platform of the app', () => {
  it('is asked whether it is seen and has a network, and tells when it wakes', async () => {
    const server = await serve({ presence: { awayAfterMs: 50 } })
    const wake: { up?: () => void; visibility?: () => void } = {}
    const stop = vi.fn()
    let isHidden = false
    const client = createClient({
      ...{ url: server.url, userId: 'ana', logger: silent },
      platform: {
        isHidden: () => isHidden,
        isOffline: () => true,
        onWake(up, visibility) {
          Object.assign(wake, { up, visibility })
          return stop
        },
      },
    })
    onTestFinished(() => client.close())
    await connected(client)
    const bob = person(server, 'bob')
    await connected(bob)
    isHidden = true
    wake.visibility?.()
    await vi.waitFor(async () =>
      expect(await bob.request('presence:watch', { add: ['ana'] })).toMatchObject({
        users: { ana: { away: true } },
      }),
    )
    for (const socket of server.io.of('/').sockets.values()) socket.conn.close()
    await vi.waitFor(() => expect(client.connection.getState().status).toBe('offline'))
    wake.up?.()
    await connected(client)
    client.close()
    expect(stop).toHaveBeenCalledTimes(1)
  })

  it('keeps unsent messages where the app says', async () => {
    const server = await serve()
    const records = new Map<string, OutboxRecord>()
    const client = createClient({
      ...{ url: server.url, userId: 'ana', logger: silent },
      platform: {
        outboxStorage: () => ({
          list: async () => [...records.values()],
          put: async (record) => void records.set(record.clientId, record),
          async update({ clientId }, change) {
            const record = records.get(clientId)
            const next = record && change(record)
            if (next) records.set(clientId, next)
            return next
          },
          remove: async (clientId) => void records.delete(clientId),
          clear: async () => records.clear(),
        }),
      },
    })
    onTestFinished(() => client.close())
    const sent = client.feature(createChats).open('bob').send('hello')
    expect([...records.values()]).toMatchObject([{ text: 'hello' }])
    expect(await sent).toMatchObject({ text: 'hello', seq: 1 })
    await vi.waitFor(() => expect(records.size).toBe(0))
  })
})
