import { describe, expect, it } from 'vitest'
import type { WireError } from '@monhub/realtime-protocol'
import type { TestClient } from '@monhub/realtime-server/testing'
import { join, start } from '../harness'

interface Answer {
  ok: boolean
  error?: WireError
}

/** Asks `count` times at once. */
const flood = (client: TestClient, count: number, event = 'message:read', payload: unknown = {}) =>
  Promise.all(Array.from({ length: count }, () => client.request<Answer>(event, payload)))

const limitedOf = (answers: Answer[]) =>
  answers.filter(({ error }) => error?.code === 'RATE_LIMITED').length

const few = { eventsPerSecond: 1, eventsBurst: 10, userEventsBurst: 1000 }

describe('limits.eventsPerSecond', () => {
  it('refuses what is more with the time to wait, and lets it pass after that time', async () => {
    const server = await start({ limits: { ...few, eventsPerSecond: 20 } })
    const ada = await join(server, 'ada')
    const send = () => ada.request<Answer>('message:send', { receiverId: 'bob', text: 'hi' })
    const answers = await Promise.all(Array.from({ length: 15 }, send))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(10)
    const { error } = answers.at(-1)!
    expect(error).toMatchObject({ code: 'RATE_LIMITED' })
    expect(error!.retryAfterMs).toBeGreaterThan(0)
    expect(error!.retryAfterMs).toBeLessThanOrEqual(50)
    await new Promise((resolve) => setTimeout(resolve, error!.retryAfterMs))
    expect(await send()).toMatchObject({ ok: true })
    const { messages } = await server.service.history({ userId: 'ada', peerId: 'bob' })
    expect(messages).toHaveLength(11)
  })

  it('counts events that nothing handles, and those with a wrong payload', async () => {
    const server = await start({ limits: few })
    const ada = await join(server, 'ada')
    const unknown = await flood(ada, 12, 'no:such')
    expect(unknown.map(({ error }) => error!.code)).toEqual([
      ...Array<string>(10).fill('UNKNOWN_EVENT'),
      ...['RATE_LIMITED', 'RATE_LIMITED'],
    ])
    const bob = await join(server, 'bob')
    expect(limitedOf(await flood(bob, 12, 'message:send', 7))).toBe(2)
    expect(bob.socket.connected).toBe(true)
  })

  it('drops what has no ack, and looks at nothing that it refuses', async () => {
    const server = await start({ limits: few })
    let validated = 0
    let ran = 0
    const schema = {
      '~standard': {
        version: 1 as const,
        vendor: 'test',
        validate: (value: unknown) => (validated++, { value }),
      },
    }
    server.service.on('app:event', { schema, authorize: () => true }, () => {
      ran++
    })
    const ada = await join(server, 'ada')
    const bob = await join(server, 'bob')
    const typed: unknown[] = []
    bob.socket.on('typing:update', (update) => typed.push(update))
    await flood(ada, 12, 'app:event')
    ada.socket.emit('app:event', {})
    ada.socket.emit('typing:start', { receiverId: 'bob' })
    expect(limitedOf(await flood(ada, 1, 'app:event'))).toBe(1)
    expect([validated, ran]).toEqual([10, 10])
    const read = bob.next('message:new')
    await server.service.sendMessage({ senderId: 'cleo', receiverId: 'bob', text: 'after' })
    await read
    expect(typed).toEqual([])
  })

  it('takes more for what costs more', async () => {
    const server = await start({ limits: few })
    const [ada, bob] = [await join(server, 'ada'), await join(server, 'bob')]
    expect(limitedOf(await flood(ada, 4, 'message:history', { peerId: 'bob' }))).toBe(2)
    expect(limitedOf(await flood(bob, 22, 'typing:start', { receiverId: 'ada' }))).toBe(2)
  })

  it('leaves listeners of the app on the socket alone', async () => {
    const server = await start({ limits: { ...few, eventsBurst: 1 } })
    server.io.on('connection', (socket) =>
      socket.on('own', (_payload, ack: (answer: object) => void) => ack({ ok: true })),
    )
    const ada = await join(server, 'ada')
    expect(limitedOf(await flood(ada, 20, 'own'))).toBe(0)
  })

  it('is off with limits: false', async () => {
    const server = await start({ limits: false })
    const ada = await join(server, 'ada')
    expect(limitedOf(await flood(ada, 2000, 'no:such'))).toBe(0)
  })

  it.each([0, -1, NaN])('of %s is refused at start', async (eventsPerSecond) => {
    await expect(start({ limits: { eventsPerSecond } })).rejects.toThrow('limits.eventsPerSecond')
  })
})

describe('the default limits', () => {
  it('let 500 messages that waited in an outbox through at once, with what a start asks for', async () => {
    const server = await start()
    const ada = await join(server, 'ada')
    const startUp = ['conversation:list', 'notification:list', 'data:sync'].map((event) =>
      ada.request<Answer>(event, {}),
    )
    const history = await flood(ada, 10, 'message:history', { peerId: 'bob' })
    const sent = await Promise.all(
      Array.from({ length: 500 }, (_, i) =>
        ada.request<Answer>('message:send', { receiverId: `peer${i % 50}`, text: String(i) }),
      ),
    )
    expect(limitedOf([...(await Promise.all(startUp)), ...history, ...sent])).toBe(0)
  })

  it('let 20 tabs of a user start at once', async () => {
    const server = await start()
    const tabs = await Promise.all(Array.from({ length: 20 }, () => join(server, 'ada')))
    const answers = await Promise.all(
      tabs.map(async (tab) => [
        await tab.request<Answer>('conversation:list', {}),
        await tab.request<Answer>('notification:list', {}),
        await tab.request<Answer>('data:sync', {}),
        await tab.request<Answer>('presence:watch', { all: true }),
        ...(await flood(tab, 4, 'message:history', { peerId: 'bob' })),
      ]),
    )
    expect(limitedOf(answers.flat())).toBe(0)
  })
})

describe('limits.userEventsPerSecond', () => {
  it('holds all connections of a user together, also one that comes back', async () => {
    const limits = { userEventsPerSecond: 1, userEventsBurst: 10 }
    const server = await start({ limits })
    const first = await join(server, 'ada')
    const second = await join(server, 'ada')
    expect(limitedOf(await flood(first, 6, 'no:such'))).toBe(0)
    expect(limitedOf(await flood(second, 6, 'no:such'))).toBe(2)
    first.close()
    const third = await join(server, 'ada')
    expect(limitedOf(await flood(third, 3, 'no:such'))).toBe(3)
    const bob = await join(server, 'bob')
    expect(limitedOf(await flood(bob, 10, 'no:such'))).toBe(0)
  })
})
