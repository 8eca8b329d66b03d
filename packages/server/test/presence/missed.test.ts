import { describe, expect, it } from 'vitest'
import type { Gossip } from '../../src/presence/gossip'
import { createReplicas } from '../../src/presence/replicas'
import { createTimeline } from './virtualClock'

/** Two nodes that know each other; `isLost` of them decides about what is sent from then on. */
function startTwo() {
  const timeline = createTimeline()
  const bus = { isLost: (_message: Gossip) => false }
  const nodes = ['here', 'there'].map((id) => {
    const clock = timeline.clock()
    const node = {
      missed: 0,
      clock,
      replicas: createReplicas({
        ...{ id, clock, random: () => 0.5 },
        send: (message) => {
          if (bus.isLost(message)) return
          for (const other of nodes)
            if (other !== node) other.clock.arrives(5, () => other.replicas.receive(message))
        },
        onChange: () => {},
        onMissed: () => node.missed++,
      }),
    }
    return node
  })
  for (const { replicas } of nodes) replicas.announce()
  timeline.advance(3000)
  const [here, there] = nodes
  if (!here || !there) throw new Error('there are no two nodes')
  return { here, there, bus, advance: timeline.advance }
}

const PRESENT = {}

describe('what other nodes sent', () => {
  it('is not missed while the bus works, from the first hello on', () => {
    const { here, there, advance } = startTwo()
    for (let n = 0; n < 50; n++) {
      here.replicas.set(`user ${n}`, PRESENT)
      advance(n * 7)
    }
    here.replicas.leave()
    advance(20_000)
    expect([here.missed, there.missed]).toEqual([0, 0])
  })

  it('may be missed when a message of theirs is', () => {
    const { here, there, bus, advance } = startTwo()
    bus.isLost = ({ t }) => t === 'd'
    here.replicas.set('ada', PRESENT)
    advance(100)
    bus.isLost = () => false
    advance(5000)
    expect([here.missed, there.missed]).toEqual([0, 1])
    expect(there.replicas.values('ada')).toHaveLength(1)
  })

  it('may be missed when they are heard again after a silence', () => {
    const { here, there, bus, advance } = startTwo()
    bus.isLost = () => true
    advance(12_000)
    expect([here.missed, there.missed]).toEqual([0, 0])
    bus.isLost = () => false
    advance(3000)
    expect([here.missed, there.missed]).toEqual([1, 1])
  })

  it('is missed when they say that it was lost', () => {
    const { here, there, advance } = startTwo()
    here.replicas.lost()
    advance(100)
    expect([here.missed, there.missed]).toEqual([0, 1])
    here.replicas.leave()
    here.replicas.lost()
    advance(100)
    expect(there.missed).toBe(1)
  })
})
