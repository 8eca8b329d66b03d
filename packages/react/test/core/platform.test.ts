// @vitest-environment node
import {
  createChats,
  createClient,
  type Clock,
  type OutboxRecord,
} from '@monhub/realtime-react/core'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { connected, person, serve, silent } from '../support'

/** A clock that stands still until it is advanced, which gives how many timers ran. */
function manualClock(start: number) {
  const timers = new Map<object, { at: number; run: () => void }>()
  let now = start
  const clock: Clock = {
    now: () => now,
    setTimeout(run, ms) {
      const timer = {}
      timers.set(timer, { at: now + ms, run })
      return timer
    },
    clearTimeout: (timer) => void timers.delete(timer as object),
  }
  function advance(ms: number) {
    now += ms
    const due = [...timers].filter(([, { at }]) => at <= now)
    for (const [timer, { run }] of due) {
      timers.delete(timer)
      run()
    }
    return due.length
  }
  return { clock, advance }
}

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

  it('gives the time, and what is waited for waits by it', async () => {
    const server = await serve()
    const { clock, advance } = manualClock(Date.UTC(2030, 0, 1))
    const client = createClient({
      ...{ url: server.url, userId: 'ana', logger: silent },
      platform: { clock },
    })
    onTestFinished(() => client.close())
    await connected(client)
    for (const socket of server.io.of('/').sockets.values()) socket.conn.close()
    await vi.waitFor(() => expect(client.connection.getState().status).toBe('reconnecting'))
    const { lostAt, nextAttemptAt = 0 } = client.connection.getState()
    expect(lostAt).toBe(clock.now())
    expect(nextAttemptAt).toBeGreaterThan(clock.now())
    advance(nextAttemptAt - clock.now() - 1)
    expect(client.connection.getState().nextAttemptAt).toBe(nextAttemptAt)
    advance(1)
    expect(client.connection.getState().nextAttemptAt).toBeUndefined()
    await connected(client)
    client.close()
    expect(advance(Infinity)).toBe(0)
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
