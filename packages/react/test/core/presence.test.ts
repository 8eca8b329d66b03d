// @vitest-environment node
import { createPresence } from '@monhub/realtime-react/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createStubClient, settled } from './stubClient'

function setUp() {
  const stub = createStubClient()
  const diff = (joined: string[], left: string[] = []) =>
    stub.says('presence:diff', {
      ...(joined.length > 0 && { joined: Object.fromEntries(joined.map((id) => [id, {}])) }),
      ...(left.length > 0 && { left }),
    })
  return { ...stub, diff, presence: createPresence(stub.client) }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('createPresence', () => {
  it('keeps a diff that is read in the same breath as the answer before it', async () => {
    const { presence, at, diff } = setUp()
    const bob = presence.isOnline('bob')
    bob.subscribe(() => {})
    await settled()
    void at(0).answer({ users: {} })
    diff(['bob'])
    await settled()
    expect(bob.getState()).toBe(true)
  })

  it('forgets whom nobody watches, also when a late diff names them', async () => {
    const { presence, at, diff } = setUp()
    const bob = presence.isOnline('bob')
    const unsubscribe = bob.subscribe(() => {})
    await settled()
    await at(0).answer({ users: { bob: {} } })
    expect(bob.getState()).toBe(true)
    unsubscribe()
    await vi.advanceTimersByTimeAsync(1000)
    expect(at(1).payload).toEqual({ remove: ['bob'] })
    expect(bob.getState()).toBe(false)
    diff(['bob'])
    expect(bob.getState()).toBe(false)
  })

  it('leaves no timer behind when the client is closed, before a component or after it', async () => {
    for (const order of ['unsubscribe', 'close']) {
      const { presence, close } = setUp()
      const unsubscribe = presence.isOnline('bob').subscribe(() => {})
      await settled()
      if (order === 'unsubscribe') unsubscribe()
      await settled()
      close()
      unsubscribe()
      await settled()
      expect(vi.getTimerCount()).toBe(0)
    }
  })

  it('keeps the list of everybody while a subscriber is replaced within a tick', async () => {
    const { presence, asked, at } = setUp()
    const unsubscribe = presence.onlineUsers.subscribe(() => {})
    await settled()
    await at(0).answer({ users: { bob: {}, ana: {} } })
    const list = presence.onlineUsers.getState()
    expect(list).toEqual(['ana', 'bob'])
    unsubscribe()
    presence.onlineUsers.subscribe(() => {})
    await settled()
    expect(asked).toHaveLength(1)
    expect(presence.onlineUsers.getState()).toBe(list)
  })

  it('lists nobody rather than some while everybody is asked for anew', async () => {
    const { presence, at } = setUp()
    presence.isOnline('bob').subscribe(() => {})
    const unsubscribe = presence.onlineUsers.subscribe(() => {})
    await settled()
    await at(0).answer({ users: { bob: {} } })
    await at(1).answer({ users: { bob: {}, ana: {} } })
    unsubscribe()
    await settled()
    presence.onlineUsers.subscribe(() => {})
    await settled()
    expect(presence.onlineUsers.getState()).toEqual([])
    await at(3).answer({ users: { bob: {}, ana: {} } })
    expect(presence.onlineUsers.getState()).toEqual(['ana', 'bob'])
  })

  it('tells the list only when it changed, and gives the same array until then', async () => {
    const { presence, at, diff } = setUp()
    const listener = vi.fn()
    presence.onlineUsers.subscribe(listener)
    await settled()
    await at(0).answer({ users: { bob: {} } })
    expect(listener).toHaveBeenCalledTimes(1)
    diff(['bob'], ['eve'])
    expect(listener).toHaveBeenCalledTimes(1)
    expect(presence.onlineUsers.getState()).toBe(presence.onlineUsers.getState())
  })

  it('sends nothing when rows are unmounted and mounted within a tick', async () => {
    const { presence, asked } = setUp()
    const ids = Array.from({ length: 50 }, (_, index) => `user-${index}`)
    const watch = (id: string) => presence.isOnline(id).subscribe(() => {})
    const first = ids.map(watch)
    await settled()
    first.forEach((unsubscribe) => unsubscribe())
    const second = ids.map(watch)
    second.slice(0, 25).forEach((unsubscribe) => unsubscribe())
    ids.slice(0, 25).forEach(watch)
    await vi.advanceTimersByTimeAsync(5000)
    expect(asked.map(({ payload }) => payload)).toEqual([{ add: ids }])
  })

  it('keeps watching for a second, so that scrolling back and forth costs nothing', async () => {
    const { presence, asked, at, diff } = setUp()
    const bob = presence.isOnline('bob')
    bob.subscribe(() => {})()
    const unsubscribe = bob.subscribe(() => {})
    await settled()
    await at(0).answer({ users: {} })
    unsubscribe()
    await vi.advanceTimersByTimeAsync(999)
    diff(['bob'])
    const listener = vi.fn()
    bob.subscribe(listener)
    expect(bob.getState()).toBe(true)
    await vi.advanceTimersByTimeAsync(5000)
    expect(asked).toHaveLength(1)
    diff([], ['bob'])
    expect(listener).toHaveBeenCalledTimes(1)
  })

  it('lets go of all that was released within a tick in one request', async () => {
    const { presence, asked } = setUp()
    const ids = ['a', 'b', 'c']
    const release = ids.map((id) => presence.isOnline(id).subscribe(() => {}))
    await settled()
    release.forEach((unsubscribe) => unsubscribe())
    release.forEach((unsubscribe) => unsubscribe())
    await vi.advanceTimersByTimeAsync(1000)
    expect(asked.slice(1).map(({ payload }) => payload)).toEqual([{ remove: ids }])
  })

  it('keeps no more than 500 that nobody shows, the latest', async () => {
    const { presence, asked } = setUp()
    const ids = Array.from({ length: 501 }, (_, index) => `user-${index}`)
    const release = ids.map((id) => presence.isOnline(id).subscribe(() => {}))
    await settled()
    const before = asked.length
    release.forEach((unsubscribe) => unsubscribe())
    await settled()
    expect(asked.slice(before).map(({ payload }) => payload)).toEqual([{ remove: ['user-0'] }])
    await vi.advanceTimersByTimeAsync(1000)
    expect(asked.slice(before + 1).map(({ payload }) => payload)).toEqual([
      { remove: ids.slice(1) },
    ])
  })

  it('keeps the watch of a second subscriber', async () => {
    const { presence, asked, at, diff } = setUp()
    const bob = presence.isOnline('bob')
    const unsubscribe = bob.subscribe(() => {})
    const listener = vi.fn()
    presence.of('bob').subscribe(listener)
    await settled()
    await at(0).answer({ users: {} })
    unsubscribe()
    await vi.advanceTimersByTimeAsync(5000)
    diff(['bob'])
    expect(asked).toHaveLength(1)
    expect(listener).toHaveBeenCalledTimes(2)
    expect(bob.getState()).toBe(true)
  })

  it('tells a change of details to who shows them, and no change to the list', async () => {
    const { presence, at, says } = setUp()
    const [details, list] = [vi.fn(), vi.fn()]
    const bob = presence.of('bob')
    bob.subscribe(details)
    presence.onlineUsers.subscribe(list)
    await settled()
    await at(0).answer({ users: { bob: {} } })
    await at(1).answer({ users: { bob: {} } })
    expect([details, list].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
    const busy = { joined: { bob: { status: 'busy' } } }
    says('presence:diff', busy)
    says('presence:diff', structuredClone(busy))
    expect([details, list].map(({ mock }) => mock.calls.length)).toEqual([2, 1])
    expect(bob.getState()).toEqual({ status: 'busy' })
  })

  it('forgets on a reconnect whom nobody watches any more', async () => {
    const { presence, asked, at, hello, handshake, disconnect, connect } = setUp()
    const [bob, eve] = [presence.of('bob'), presence.of('eve')]
    const releases = [bob.subscribe(() => {}), presence.onlineUsers.subscribe(() => {})]
    presence.of('joe').subscribe(() => {})
    await settled()
    await at(0).answer({ users: { bob: {}, joe: {} } })
    await at(1).answer({ users: { bob: {}, eve: {}, joe: {} } })
    disconnect()
    releases.forEach((release) => release())
    await vi.advanceTimersByTimeAsync(1000)
    expect(handshake().watch).toEqual({ add: ['joe'] })
    connect()
    hello({ joe: {} })
    await settled()
    expect(asked).toHaveLength(2)
    expect([bob, eve].map(({ getState }) => getState())).toEqual([undefined, undefined])
    presence.onlineUsers.subscribe(() => {})
    expect(presence.onlineUsers.getState()).toEqual([])
  })

  it('asks in the handshake for who is shown by then, and the hello answers', async () => {
    const { presence, asked, hello, handshake, disconnect, connect } = setUp()
    disconnect()
    expect(handshake().watch).toBeUndefined()
    const [bob, eve] = [presence.of('bob'), presence.of('eve')]
    bob.subscribe(() => {})
    expect(handshake().watch).toEqual({ add: ['bob'] })
    presence.onlineUsers.subscribe(() => {})
    expect(handshake().watch).toEqual({ add: ['bob'], all: true })
    connect()
    hello({ ana: {}, eve: { status: 'busy' } })
    await settled()
    expect(asked).toEqual([])
    expect(presence.onlineUsers.getState()).toEqual(['ana', 'eve'])
    expect([bob, eve].map(({ getState }) => getState())).toEqual([null, { status: 'busy' }])
  })

  it('asks once connected for who is shown since the handshake', async () => {
    const { presence, asked, hello, handshake, disconnect, connect } = setUp()
    disconnect()
    const release = presence.of('bob').subscribe(() => {})
    handshake()
    presence.of('eve').subscribe(() => {})
    release()
    connect()
    hello({ bob: {} })
    await vi.advanceTimersByTimeAsync(1000)
    expect(asked.map(({ payload }) => payload)).toEqual([{ add: ['eve'] }, { remove: ['bob'] }])
  })

  it('asks for all once connected where the hello does not answer', async () => {
    const { presence, asked, hello, handshake, disconnect, connect } = setUp()
    disconnect()
    presence.of('bob').subscribe(() => {})
    presence.onlineUsers.subscribe(() => {})
    handshake()
    connect()
    hello()
    await settled()
    expect(asked.map(({ payload }) => payload)).toEqual([{ add: ['bob'] }, { all: true }])
  })

  it('asks again after a passing failure', async () => {
    const { presence, asked, at } = setUp()
    presence.isOnline('bob').subscribe(() => {})
    await settled()
    await at(0).refuse('TIMEOUT')
    await vi.advanceTimersByTimeAsync(1000)
    expect(asked.map(({ payload }) => payload)).toEqual([{ add: ['bob'] }, { add: ['bob'] }])
  })
})
