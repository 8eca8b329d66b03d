import { afterEach, describe, expect, it, vi } from 'vitest'
import type { TypingUpdate } from '@monhub/realtime-protocol'
import { join, start } from './harness'

afterEach(() => {
  vi.useRealTimers()
})

/** Timers of the server are under control; sockets and acks stay real. */
const controlTimers = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })

async function meeting() {
  const server = await start()
  const ada = await join(server, 'ada')
  const phone = await join(server, 'ada')
  const bob = await join(server, 'bob')
  const updates: boolean[] = []
  bob.socket.on('typing:update', ({ isTyping }: TypingUpdate) => updates.push(isTyping))
  /** Resolves when everything sent to bob before has arrived. */
  const settled = async () => {
    const mark = bob.next('mark')
    server.service.emitToUser('bob', 'mark', null)
    await mark
    return [...updates]
  }
  const emit = (client: typeof ada, event: 'start' | 'stop') =>
    client.socket.emitWithAck(`typing:${event}`, { receiverId: 'bob' }) as Promise<unknown>
  return { server, ada, phone, bob, settled, emit }
}

describe('typing', () => {
  it('ends by itself when a v2 client goes quiet for 6 s', async () => {
    const { ada, settled, emit } = await meeting()
    controlTimers()
    await emit(ada, 'start')
    vi.advanceTimersByTime(5999)
    expect(await settled()).toEqual([true])
    vi.advanceTimersByTime(1)
    expect(await settled()).toEqual([true, false])
  })

  it('of a v1 client, which says start once, lasts 30 s', async () => {
    const { server, settled } = await meeting()
    const old = await join(server, 'eve', { version: 1 })
    controlTimers()
    await old.socket.emitWithAck('typing:start', { senderId: 'eve', receiverId: 'bob' })
    vi.advanceTimersByTime(29_999)
    expect(await settled()).toEqual([true])
    vi.advanceTimersByTime(1)
    expect(await settled()).toEqual([true, false])
  })

  it('is per device: it ends when the last one stops', async () => {
    const { ada, phone, settled, emit } = await meeting()
    await emit(ada, 'start')
    await emit(phone, 'start')
    await emit(ada, 'stop')
    expect(await settled()).toEqual([true, true])
    await emit(phone, 'stop')
    expect(await settled()).toEqual([true, true, false])
  })

  it('ends with the message, and before it', async () => {
    const { ada, bob, emit } = await meeting()
    const order: string[] = []
    bob.socket.onAny((event: string) => order.push(event))
    await emit(ada, 'start')
    const arrived = bob.next('message:new')
    await ada.request('message:send', { receiverId: 'bob', text: 'done' })
    await arrived
    expect(order.filter((event) => event !== 'presence:diff')).toEqual([
      'typing:update',
      'typing:update',
      'message:new',
    ])
  })

  it('ends with the connection', async () => {
    const { ada, bob, emit } = await meeting()
    await emit(ada, 'start')
    const ended = bob.next<TypingUpdate>('typing:update', ({ isTyping }) => !isTyping)
    ada.close()
    expect(await ended).toEqual({ userId: 'ada', isTyping: false, conversationId: 'dm:ada:bob' })
  })

  it('ends when the connection becomes another user', async () => {
    const { server, bob } = await meeting()
    const old = await join(server, 'eve', { version: 1 })
    await old.request('typing:start', { senderId: 'eve', receiverId: 'bob' })
    const ended = bob.next<TypingUpdate>('typing:update', ({ isTyping }) => !isTyping)
    await old.request('user:connect', 'mallory')
    expect(await ended).toMatchObject({ userId: 'eve', isTyping: false })
  })

  it('is refused where authorize says no', async () => {
    const server = await start({ authorize: (_, action) => action !== 'type' })
    const ada = await join(server, 'ada')
    expect(await ada.request('typing:start', { receiverId: 'bob' })).toMatchObject({
      ok: false,
      error: { code: 'FORBIDDEN' },
    })
  })
})
