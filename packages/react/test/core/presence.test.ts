// @vitest-environment node
import type { Announcements } from '@monhub/realtime-protocol'
import { createPresence, type Client } from '@monhub/realtime-react/core'
import { describe, expect, it, vi } from 'vitest'

type Diff = Announcements['presence:diff']
type Answer = { users: Record<string, object> }

/** A client whose server is the test: answers and events arrive when it says so. */
function setUp() {
  const asked: { payload: unknown; answer: (answer: Answer) => void }[] = []
  let onDiff: (diff: Diff) => void = () => {}
  const client = {
    limits: { idsPerEvent: 500 },
    connection: { getState: () => ({ status: 'connected' }) },
    onConnect: () => () => {},
    onClose: () => () => {},
    on: (_: string, listener: (diff: Diff) => void) => {
      onDiff = listener
    },
    request: (_: string, payload: unknown, { onResult }: { onResult: (answer: Answer) => void }) =>
      new Promise((resolve) => {
        const answer = (result: Answer) => {
          onResult(result)
          resolve(result)
        }
        asked.push({ payload, answer })
      }),
  }
  const presence = createPresence(client as unknown as Client)
  const diff = (joined: string[], left: string[] = []) =>
    onDiff({ joined: Object.fromEntries(joined.map((id) => [id, {}])), left })
  return { presence, asked, diff }
}
const flushed = () => new Promise((resolve) => setTimeout(resolve))

describe('createPresence', () => {
  it('keeps a diff that is read in the same breath as the answer before it', async () => {
    const { presence, asked, diff } = setUp()
    const bob = presence.isOnline('bob')
    bob.subscribe(() => {})
    await flushed()
    asked[0]?.answer({ users: {} })
    diff(['bob'])
    await flushed()
    expect(bob.getState()).toBe(true)
  })

  it('forgets whom nobody watches, also when a late diff names them', async () => {
    const { presence, asked, diff } = setUp()
    const bob = presence.isOnline('bob')
    const unsubscribe = bob.subscribe(() => {})
    await flushed()
    asked[0]?.answer({ users: { bob: {} } })
    expect(bob.getState()).toBe(true)
    unsubscribe()
    await flushed()
    expect(asked[1]?.payload).toEqual({ remove: ['bob'] })
    diff(['bob'])
    expect(bob.getState()).toBe(false)
  })

  it('keeps the list of everybody while a subscriber is replaced within a tick', async () => {
    const { presence, asked } = setUp()
    const unsubscribe = presence.onlineUsers.subscribe(() => {})
    await flushed()
    asked[0]?.answer({ users: { bob: {}, ana: {} } })
    const list = presence.onlineUsers.getState()
    expect(list).toEqual(['ana', 'bob'])
    unsubscribe()
    presence.onlineUsers.subscribe(() => {})
    await flushed()
    expect(asked).toHaveLength(1)
    expect(presence.onlineUsers.getState()).toBe(list)
  })

  it('tells the list only when it changed, and gives the same array until then', async () => {
    const { presence, asked, diff } = setUp()
    const listener = vi.fn()
    presence.onlineUsers.subscribe(listener)
    await flushed()
    asked[0]?.answer({ users: { bob: {} } })
    expect(listener).toHaveBeenCalledTimes(1)
    diff(['bob'], ['eve'])
    expect(listener).toHaveBeenCalledTimes(1)
    expect(presence.onlineUsers.getState()).toBe(presence.onlineUsers.getState())
  })
})
