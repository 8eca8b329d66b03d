// @vitest-environment node
import { createPresence } from '@monhub/realtime-react/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createStubClient, settled } from './stubClient'

function setUp() {
  const stub = createStubClient()
  const diff = (joined: string[], left: string[] = []) =>
    stub.says('presence:diff', { joined: Object.fromEntries(joined.map((id) => [id, {}])), left })
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
    await settled()
    expect(at(1).payload).toEqual({ remove: ['bob'] })
    diff(['bob'])
    expect(bob.getState()).toBe(false)
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

  it('asks again after a passing failure', async () => {
    const { presence, asked, at } = setUp()
    presence.isOnline('bob').subscribe(() => {})
    await settled()
    await at(0).refuse('TIMEOUT')
    await vi.advanceTimersByTimeAsync(1000)
    expect(asked.map(({ payload }) => payload)).toEqual([{ add: ['bob'] }, { add: ['bob'] }])
  })
})
