import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSocketManager } from '../../src/createSocketManager'
import { merge, type PresenceEntry } from '../../src/presence/entry'
import type { Value } from '../../src/presence/gossip'
import { createLocalPresence } from '../../src/presence/local'
import { createReplicas } from '../../src/presence/replicas'
import { createView } from '../../src/presence/view'
import { createTimeline } from './virtualClock'

function setUp() {
  const clock = createTimeline().clock()
  const published = new Map<string, Value>()
  const left: [userId: string, at: number][] = []
  const local = createLocalPresence({
    ...{ manager: createSocketManager(), clock, graceMs: 5000, awayAfterMs: 10_000 },
    wallClock: () => clock.now() + 1_000_000,
    publish: (userId, entry) => {
      if (entry) published.set(userId, entry)
      else published.delete(userId)
    },
    onLeft: (userId, at) => left.push([userId, at - 1_000_000]),
  })
  const [one, two] = ['1', '2'].map((socketId) => ({ userId: 'ada', socketId }))
  if (!one || !two) throw new Error('two connections')
  return { clock, local, published, left, one, two }
}

describe('createLocalPresence', () => {
  it('keeps somebody online for 5 s whose connection broke', () => {
    const { clock, local, published, left, one } = setUp()
    local.joined(one)
    local.left(one, true)
    clock.advance(4999)
    expect(published.has('ada')).toBe(true)
    clock.advance(1)
    expect(published.has('ada')).toBe(false)
    expect(left).toEqual([['ada', 0]])
  })

  it('takes who signs out offline at once', () => {
    const { local, published, one } = setUp()
    local.joined(one)
    local.left(one, false)
    expect(published.has('ada')).toBe(false)
  })

  it('forgets the grace of who came back', () => {
    const { clock, local, published, left, one, two } = setUp()
    local.joined(one)
    local.left(one, true)
    clock.advance(3000)
    local.joined(two)
    clock.advance(60_000)
    expect(published.has('ada')).toBe(true)
    expect(left).toEqual([])
  })

  it('keeps somebody online with one device when the other goes', () => {
    const { local, published, one, two } = setUp()
    local.joined(one)
    local.joined(two)
    local.left(one, false)
    expect(published.has('ada')).toBe(true)
    local.left(two, false)
    expect(published.has('ada')).toBe(false)
  })

  it('holds status and text while the user is online, on whatever device they were set', () => {
    const { local, published, one, two } = setUp()
    local.joined(one)
    local.joined(two)
    local.set(one, { status: 'busy', text: 'in a meeting' })
    local.left(one, false)
    expect(published.get('ada')).toMatchObject({ status: 'busy', text: 'in a meeting' })
    local.set(two, { text: null })
    expect(published.get('ada')).toMatchObject({ status: 'busy' })
    expect(published.get('ada')).not.toHaveProperty('text')
    local.left(two, false)
    local.joined(one)
    expect(published.get('ada')).toEqual({})
  })

  it('takes what a returning client had set, unless something was set since', () => {
    const { clock, local, published, one, two } = setUp()
    clock.advance(60_000)
    local.joined(one, { status: 'busy', setAgoMs: 30_000 })
    expect(published.get('ada')).toMatchObject({ status: 'busy' })
    local.joined(two, { status: 'free', setAgoMs: 40_000 })
    expect(published.get('ada')).toMatchObject({ status: 'busy' })
    local.set(two, { status: 'free' })
    expect(published.get('ada')).toMatchObject({ status: 'free' })
  })

  it('lets what the user set win over what the app knew', () => {
    const { local, published, one, two } = setUp()
    local.joined(one, undefined, { invisible: true })
    expect(published.get('ada')).toMatchObject({ invisible: true })
    local.set(one, { invisible: false })
    local.joined(two, undefined, { invisible: true })
    expect(published.get('ada')).not.toHaveProperty('invisible')
  })

  it('says last seen when somebody becomes invisible, and nothing when they then go', () => {
    const { clock, local, left, one } = setUp()
    clock.advance(1000)
    local.joined(one)
    local.set(one, { invisible: true })
    clock.advance(1000)
    local.left(one, false)
    expect(left).toEqual([['ada', 1000]])
  })

  it('calls somebody away once all their tabs were hidden for 10 s', () => {
    const { clock, local, published, one, two } = setUp()
    local.joined(one)
    local.joined(two)
    local.set(one, { away: true })
    clock.advance(60_000)
    expect(published.get('ada')).toEqual({})
    local.set(two, { away: true })
    clock.advance(9999)
    expect(published.get('ada')).toEqual({})
    clock.advance(1)
    expect(published.get('ada')).toEqual({ away: true })
    local.set(one, { away: false })
    expect(published.get('ada')).toEqual({})
  })

  it('does not call away who was back within 10 s, nor whose visible tab is the one that is left', () => {
    const { clock, local, published, one, two } = setUp()
    local.joined(one)
    local.set(one, { away: true })
    clock.advance(5000)
    local.set(one, { away: false })
    clock.advance(60_000)
    expect(published.get('ada')).toEqual({})
    local.joined(two, { away: true })
    local.left(two, true)
    expect(published.get('ada')).toEqual({})
  })

  it('ends the grace of who is sent away', () => {
    const { clock, local, published, left, one } = setUp()
    local.joined(one)
    local.left(one, true)
    clock.advance(1000)
    local.endGrace('ada')
    expect(published.has('ada')).toBe(false)
    clock.advance(10_000)
    expect(left).toEqual([['ada', 1000]])
  })
})

/** Nodes as `createPresence` puts them together, on a bus that works. */
function startNodes(count: number) {
  const timeline = createTimeline()
  const nodes = Array.from({ length: count }, (_, index) => {
    const clock = timeline.clock()
    const replicas = createReplicas({
      ...{ id: `node ${index}`, clock, random: () => 0.5 },
      send: (message) => {
        for (const other of nodes)
          if (other.replicas !== replicas) clock.after(5, () => other.replicas.receive(message))
      },
      onChange: ({ key }) => {
        view.changed(key)
        if (local.isHere(key)) local.adopt(key, merge(replicas.values(key)))
      },
    })
    const view = createView({ entriesOf: replicas.values, onChange: () => {} })
    const local = createLocalPresence({
      ...{ manager: createSocketManager(), clock, graceMs: 0, awayAfterMs: 0 },
      wallClock: () => timeline.now() + 1_000_000,
      publish: replicas.set,
      onLeft: () => {},
    })
    return { replicas, view, local }
  })
  for (const { replicas } of nodes) replicas.announce()
  return { nodes, advance: timeline.advance }
}

const USERS = ['ada', 'bob']
const step = fc.record({
  node: fc.nat(2),
  userId: fc.constantFrom(...USERS),
  device: fc.constantFrom('phone', 'desk'),
  waitMs: fc.constantFrom(0, 1, 20, 200),
  act: fc.oneof(
    fc.constantFrom('join' as const, 'leave' as const),
    fc.record({ status: fc.constantFrom(null, 'busy', 'free') }),
    fc.record({ invisible: fc.boolean() }),
    fc.record({ away: fc.boolean() }),
  ),
})

describe('several nodes with the same user', () => {
  it('show the same person in the same way, online while any node has a connection', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { nodes, advance } = startNodes(3)
        const connections = new Set<string>()
        for (const { node, userId, device, act, waitMs } of steps) {
          const socketId = `${node} ${userId} ${device}`
          const local = nodes[node]?.local
          if (act === 'join') {
            connections.add(socketId)
            local?.joined({ userId, socketId })
          } else if (act === 'leave') {
            connections.delete(socketId)
            local?.left({ userId, socketId }, false)
          } else if (connections.has(socketId)) local?.set({ userId, socketId }, act)
          advance(waitMs)
        }
        advance(5000)
        const shown = nodes.map(({ view }) =>
          USERS.map((userId) => [view.metaOf(userId), view.isConnected(userId)]),
        )
        expect(shown[1]).toEqual(shown[0])
        expect(shown[2]).toEqual(shown[0])
        const isConnected = USERS.map((userId) =>
          [...connections].some((one) => one.split(' ')[1] === userId),
        )
        expect(USERS.map((userId) => nodes[0]?.view.isConnected(userId))).toEqual(isConnected)
      }),
      { numRuns: 500 },
    )
  })

  it('hold what was set last, also when the node where it was set lost the user', () => {
    const { nodes, advance } = startNodes(2)
    const [a, b] = nodes
    const [one, two] = ['1', '2'].map((socketId) => ({ userId: 'ada', socketId }))
    if (!a || !b || !one || !two) throw new Error('two nodes and connections')
    a.local.joined(one)
    advance(200)
    a.local.set(one, { status: 'busy' } satisfies PresenceEntry)
    advance(200)
    b.local.joined(two)
    advance(200)
    a.local.left(one, false)
    advance(200)
    expect(a.view.metaOf('ada')).toEqual({ status: 'busy' })
    expect(b.view.metaOf('ada')).toEqual({ status: 'busy' })
  })
})
