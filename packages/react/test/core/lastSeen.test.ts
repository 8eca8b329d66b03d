// @vitest-environment node
import { createLastSeen } from '@monhub/realtime-react/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createStubClient, settled } from './stubClient'

const MONDAY = '2026-03-02T10:00:00.000Z'
const TUESDAY = '2026-03-03T10:00:00.000Z'

/** A server that answers watches with these people online, and leaves `lastSeen` to the test. */
function setUp(online: string[] = []) {
  const stub = createStubClient()
  const lastSeen = createLastSeen(stub.client)
  let answered = 0
  const answerWatches = async () => {
    await settled()
    for (; answered < stub.asked.length; answered++) {
      const { add } = stub.at(answered).payload as { add?: string[] }
      const there = (add ?? []).filter((id) => online.includes(id))
      if (add)
        await stub.at(answered).answer({ users: Object.fromEntries(there.map((id) => [id, {}])) })
    }
    await settled()
  }
  const questions = () =>
    stub.asked.filter(({ payload }) => 'lastSeen' in (payload as object)).map((asked) => asked)
  return { ...stub, lastSeen, questions, answerWatches, online }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('createLastSeen', () => {
  it('asks in one request for those who are shown and offline, once they are known to be', async () => {
    const { lastSeen, questions, answerWatches } = setUp(['eve'])
    const bob = lastSeen.of('bob')
    const listener = vi.fn()
    bob.subscribe(listener)
    for (const id of ['bob', 'joe', 'eve']) lastSeen.of(id).subscribe(() => {})
    await settled()
    expect(questions()).toHaveLength(0)
    await answerWatches()
    expect(questions().map(({ payload }) => payload)).toEqual([{ lastSeen: ['bob', 'joe'] }])
    await questions()[0]?.answer({ users: {}, lastSeen: { bob: MONDAY } })
    expect([bob, lastSeen.of('joe'), lastSeen.of('eve')].map((of) => of.getState())).toEqual([
      MONDAY,
      undefined,
      undefined,
    ])
    expect(listener).toHaveBeenCalled()
    await answerWatches()
    expect(questions()).toHaveLength(1)
  })

  it('asks when somebody leaves while shown, and says nothing of who is online', async () => {
    const { lastSeen, questions, answerWatches, says } = setUp(['bob'])
    const bob = lastSeen.of('bob')
    bob.subscribe(() => {})
    await answerWatches()
    says('presence:diff', { left: ['bob'] })
    await settled()
    await questions()[0]?.answer({ users: {}, lastSeen: { bob: MONDAY } })
    expect(bob.getState()).toBe(MONDAY)
    says('presence:diff', { joined: { bob: {} } })
    expect(bob.getState()).toBeUndefined()
    await settled()
    expect(questions()).toHaveLength(1)
  })

  it('takes no answer about an earlier absence', async () => {
    const { lastSeen, questions, answerWatches, says } = setUp()
    const bob = lastSeen.of('bob')
    bob.subscribe(() => {})
    await answerWatches()
    says('presence:diff', { joined: { bob: {} } })
    says('presence:diff', { left: ['bob'] })
    await questions()[0]?.answer({ users: {}, lastSeen: { bob: MONDAY } })
    expect(bob.getState()).toBeUndefined()
    await settled()
    await questions()[1]?.answer({ users: {}, lastSeen: { bob: TUESDAY } })
    expect(bob.getState()).toBe(TUESDAY)
  })

  it('asks again after a reconnect, and shows what it knew until then', async () => {
    const { lastSeen, questions, answerWatches, handshake, hello, disconnect, connect } = setUp()
    const bob = lastSeen.of('bob')
    bob.subscribe(() => {})
    await answerWatches()
    await questions()[0]?.answer({ users: {}, lastSeen: { bob: MONDAY } })
    disconnect()
    handshake()
    connect()
    hello({})
    await settled()
    expect(questions()).toHaveLength(2)
    expect(bob.getState()).toBe(MONDAY)
    await questions()[1]?.answer({ users: {}, lastSeen: { bob: TUESDAY } })
    expect(bob.getState()).toBe(TUESDAY)
  })

  it('asks again once a watch is answered that a diff for the one before it overtook', async () => {
    const { lastSeen, questions, answerWatches, says } = setUp()
    const bob = lastSeen.of('bob')
    bob.subscribe(() => {})
    await settled()
    says('presence:diff', { joined: { bob: {} } })
    says('presence:diff', { left: ['bob'] })
    await answerWatches()
    await questions()
      .at(-1)
      ?.answer({ users: {}, lastSeen: { bob: TUESDAY } })
    expect(bob.getState()).toBe(TUESDAY)
  })

  it('leaves it undefined when the server cannot say, and does not ask in a loop', async () => {
    const { lastSeen, questions, answerWatches } = setUp()
    const bob = lastSeen.of('bob')
    bob.subscribe(() => {})
    await answerWatches()
    await questions()[0]?.refuse('STORE_UNAVAILABLE')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(bob.getState()).toBeUndefined()
    expect(questions()).toHaveLength(1)
  })

  it('does not ask for who was unmounted meanwhile, and asks anew for who is mounted again', async () => {
    const { lastSeen, questions, at } = setUp()
    const bob = lastSeen.of('bob')
    const unsubscribe = bob.subscribe(() => {})
    await settled()
    void at(0).answer({ users: {} })
    unsubscribe()
    await settled()
    expect(questions()).toHaveLength(0)
    bob.subscribe(() => {})
    await settled()
    expect(questions()).toHaveLength(1)
  })
})
