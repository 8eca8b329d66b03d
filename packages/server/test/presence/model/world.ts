import type { createReplicas, Replicas } from '../../../src/presence/replicas'
import { readGossip, type Gossip, type Value } from '../../../src/presence/gossip'
import { createTable, type Digest } from '../../../src/presence/table'
import { createTimeline, type VirtualClock } from '../virtualClock'

/** What is tried out; mutants of it are tried out in the same way. */
export interface Implementation {
  createReplicas: typeof createReplicas
  /** Names a node anew with every boot, or fails to. */
  nameOf: (slot: number, boot: number) => string
}

export interface Weather {
  /** Share of messages that are lost, and that come twice. */
  loss: number
  repeats: number
  maxDelayMs: number
}
export const FAIR: Weather = { loss: 0, repeats: 0, maxDelayMs: 30 }

interface Machine {
  id: string
  slot: number
  clock: VirtualClock
  replicas: Replicas
  /** What its users are, as the test set them. */
  own: Map<string, Value>
  /** What it was told of others, folded from the changes it emitted. */
  seen: Map<string, Map<string, Value>>
  /** Who it was told left, ever. */
  left: string[]
  isCut: boolean
  /** Its own table at every number it told. */
  history: Map<number, Digest>
  /** The highest number it knew of each other node. */
  known: Map<string, number>
}

/** Three machines on one bus that can lose, repeat, reorder and delay whatever they say. */
export function createWorld({ createReplicas, nameOf }: Implementation, seed: number) {
  const timeline = createTimeline()
  const random = randomFrom(seed)
  const machines = new Map<number, Machine>()
  const histories = new Map<string, Map<number, Digest>>()
  let weather: Weather = FAIR
  let boots = 0
  let damagesNext = false
  let wasDamaged = false

  const fail = (what: string): never => {
    throw new Error(`${what} (at ${timeline.now()} ms)`)
  }

  const deliver = (from: Machine, message: Gossip) => {
    const isDamaged = message.t === 'd' && damagesNext
    if (isDamaged) damagesNext = false
    const json = JSON.stringify(isDamaged ? { ...message, j: [] } : message)
    for (const to of machines.values()) {
      if (to === from || to.isCut || from.isCut) continue
      const copies = random() < weather.loss ? 0 : random() < weather.repeats ? 2 : 1
      for (let i = 0; i < copies; i++) {
        to.clock.arrives(random() * weather.maxDelayMs, () => {
          const received = readGossip(JSON.parse(json))
          if (machines.get(to.slot) !== to || !received) return
          to.replicas.receive(received)
          check(to)
        })
      }
    }
  }

  /** I1 and I2: a copy at number k is what its origin was at k, and numbers never go back. */
  const check = (machine: Machine) => {
    for (const { node, seq, count, xor } of machine.replicas.copies()) {
      // A copy that was purged after a minute begins anew.
      if (seq >= 0 && seq < (machine.known.get(node) ?? -1)) fail(`I2: ${node} went back to ${seq}`)
      machine.known.set(node, seq)
      const truth = histories.get(node)?.get(seq)
      if (seq >= 0 && truth && !wasDamaged && (truth.count !== count || truth.xor !== xor))
        fail(`I1: the copy of ${node} at ${seq} is not what it was`)
    }
    for (const node of [...machine.known.keys()])
      if (!machine.replicas.copies().some((copy) => copy.node === node)) machine.known.delete(node)
  }

  const boot = (slot: number) => {
    const clock = timeline.clock()
    const id = nameOf(slot, ++boots)
    const history = new Map([[0, createTable().digest()]])
    histories.set(id, history)
    const machine: Machine = {
      ...{ id, slot, clock, history, isCut: false },
      ...{ own: new Map(), seen: new Map(), known: new Map(), left: [] },
      replicas: createReplicas({
        ...{ id, clock, random },
        send: (message) => {
          if (message.t === 'd') history.set(message.s, digestOf(machine.own))
          deliver(machine, message)
        },
        onChange: ({ key, value, node }) => {
          const users = machine.seen.get(node) ?? new Map<string, Value>()
          machine.seen.set(node, users)
          // I3: what is emitted folds to what is known.
          const wasThere = users.has(key)
          if (!value && !wasThere) fail(`I3: ${key} of ${node} left without having come`)
          if (value && wasThere && JSON.stringify(users.get(key)) === JSON.stringify(value))
            fail(`I3: ${key} of ${node} came twice`)
          if (value) users.set(key, value)
          else {
            users.delete(key)
            machine.left.push(key)
          }
        },
      }),
    }
    machines.set(slot, machine)
    machine.replicas.announce()
  }

  const withMachine = (slot: number, run: (machine: Machine) => void) => {
    const machine = machines.get(slot)
    if (machine && !machine.clock.isStopped()) run(machine)
  }

  const world = {
    advance: timeline.advance,
    setWeather: (next: Weather) => {
      weather = next
    },
    set: (slot: number, user: string, value: Value | undefined) =>
      withMachine(slot, ({ own, replicas }) => {
        if (value) own.set(user, value)
        else own.delete(user)
        replicas.set(user, value)
      }),
    boot: (slot: number) => {
      if (!machines.has(slot)) boot(slot)
    },
    kill: (slot: number) => {
      machines.get(slot)?.clock.stop()
      machines.delete(slot)
    },
    bye: (slot: number) =>
      withMachine(slot, ({ replicas }) => {
        replicas.leave()
        machines.delete(slot)
      }),
    stop: (slot: number) => machines.get(slot)?.clock.stop(),
    resume: (slot: number) => machines.get(slot)?.clock.resume(),
    cut: (slot: number, isCut: boolean) => {
      const machine = machines.get(slot)
      if (machine) machine.isCut = isCut
    },
    /** Everything that is broken is mended, but who is dead stays dead. */
    mend: () => {
      weather = FAIR
      for (const machine of machines.values()) {
        machine.isCut = false
        machine.clock.resume()
      }
    },
    /** The next delta arrives without what it brings; from then on I1 is not looked at. */
    damageNextDelta: () => {
      damagesNext = wasDamaged = true
    },
    /** What a machine believes of everybody, by what it emitted and by what it answers. */
    seenBy: (slot: number) => machines.get(slot)?.seen ?? new Map<string, Map<string, Value>>(),
    leftFor: (slot: number) => machines.get(slot)?.left ?? [],
    /** I3 and I4: every live machine knows exactly what all live machines say. */
    assertConverged: () => {
      for (const machine of machines.values()) {
        const emitted = new Map([...machine.seen].filter(([, users]) => users.size > 0))
        const truth = new Map(
          [...machines.values()].flatMap(({ id, own }) => (own.size > 0 ? [[id, own]] : [])),
        )
        const [got, want] = [asText(emitted), asText(truth)]
        if (got !== want) fail(`I4: ${machine.id} knows ${got} where ${want} is true`)
        for (const user of new Set([...truth.values()].flatMap((users) => [...users.keys()]))) {
          const said = machine.replicas.values(user).length
          const true_ = [...truth.values()].filter((users) => users.has(user)).length
          if (said !== true_) fail(`I4: ${machine.id} has ${said} entries of ${user}`)
        }
        const { isSyncing, isDegraded } = machine.replicas.status()
        if (isSyncing) fail(`I4: ${machine.id} is still syncing`)
        if (isDegraded && !world.hasDead()) fail(`I4: ${machine.id} is degraded`)
      }
    },
    hasDead: () => machines.size < boots,
    statusOf: (slot: number) => machines.get(slot)?.replicas.status(),
    idOf: (slot: number) => machines.get(slot)?.id,
  }
  return world
}

function digestOf(own: ReadonlyMap<string, Value>): Digest {
  const table = createTable()
  for (const [key, value] of own) table.set(key, value)
  return table.digest()
}

const asText = (views: ReadonlyMap<string, ReadonlyMap<string, Value>>) =>
  JSON.stringify([...views].map(([node, users]) => [node, [...users].sort()]).sort())

/** mulberry32: a run is what its seed says. */
function randomFrom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
