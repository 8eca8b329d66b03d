import type { Clock } from './clock'
import { type Gossip, type Heartbeat, type Value } from './gossip'
import { createLiveness, HEARTBEAT_MS, TICK_MS } from './liveness'
import { createOrigin } from './origin'
import { createReplica, type Replica } from './replica'
import type { Digest } from './table'

/**
 * One table per node, written by that node alone and copied by all others: eventually the same
 * everywhere, whatever the bus loses, repeats or reorders.
 */
export interface Replicas {
  /** Changes an entry of this node; others hear of it within `WINDOW_MS`. */
  set: (key: string, value: Value | undefined) => void
  /** Tells the others now what they have not heard yet. */
  flush: () => void
  /** What the nodes that are up say of a key, this one first. */
  values: (key: string) => Value[]
  /** What came over the bus. */
  receive: (message: Gossip) => void
  /** Says hello to the others and asks for their tables: at the start, and on a new bus. */
  announce: () => void
  /** Tells the others that the bus lost something of this node. */
  lost: () => void
  /** Takes all of this node's entries from the others, and falls silent. */
  leave: () => void
  /** Whether this is the one of the nodes that are up that does what one of them has to do. */
  isFirst: () => boolean
  status: () => ReplicasStatus
  /** The copies of other nodes' tables, for diagnosis. */
  copies: () => ({ node: string; seq: number; isUp: boolean } & Digest)[]
}

export interface ReplicasStatus {
  /** Nodes that are up, this one included. */
  nodes: number
  /** The longest silence among the others, in milliseconds; they speak every 2 s. */
  lagMs: number
  /** True while the table of some node is not known whole. */
  isSyncing: boolean
  /** True while some node is silent that has not said goodbye: dead, or cut off. */
  isDegraded: boolean
}

/** An entry of a node that is up: set, or gone with `undefined`. */
export interface Change {
  key: string
  value: Value | undefined
  node: string
  /** The node's own clock when it said so; `undefined` when it was found dead or alive again. */
  at: number | undefined
}

interface ReplicasParts {
  /** New with every start of this process. */
  id: string
  clock: Clock
  /** 0 to 1. */
  random: () => number
  send: (message: Gossip) => void
  onChange: (change: Change) => void
  /** Another node stopped answering; its entries are hidden by now. */
  onDown?: (keys: string[]) => void
  /** The bus lost something on its way from another node, so maybe more than of these tables. */
  onMissed?: () => void
}

/** Changes share one message; joining and leaving within a window cancel out. */
const WINDOW_MS = 50
/** All who ask for a snapshot within this time share one. */
const ANSWER_MS = 50
const ASK_MS = 300
/** Many nodes notice the same loss at once. */
const ASK_JITTER_MS = 250

interface Peer {
  replica: Replica
  askedAt: number
  cancelAsk: (() => void) | undefined
}

export function createReplicas(parts: ReplicasParts): Replicas {
  const { id, clock, random, send, onChange, onDown, onMissed } = parts
  const origin = createOrigin()
  const liveness = createLiveness(clock.now)
  const peers = new Map<string, Peer>()
  let cancelFlush: (() => void) | undefined
  let cancelAnswer: (() => void) | undefined
  let hasLeft = false
  let ticks = 0

  const flush = () => {
    cancelFlush?.()
    cancelFlush = undefined
    for (const delta of origin.flush()) send({ v: 1, n: id, at: clock.now(), ...delta })
  }

  const heartbeat = (): Heartbeat => {
    const { count, xor } = origin.table.digest()
    return { v: 1, n: id, t: 'h', s: origin.seq(), c: count, x: xor }
  }
  const beat = () => {
    // A digest speaks of what was told, so nothing may be left untold.
    flush()
    send(heartbeat())
  }

  const announce = () => {
    if (hasLeft) return
    beat()
    send({ v: 1, n: id, t: 'q', to: '*' })
  }

  const ask = (node: string, peer: Peer) => {
    if (peer.cancelAsk) return
    const waitMs = Math.max(0, peer.askedAt + ASK_MS - clock.now()) + random() * ASK_JITTER_MS
    peer.cancelAsk = clock.after(waitMs, () => {
      peer.cancelAsk = undefined
      if (!peer.replica.isBehind()) return
      peer.askedAt = clock.now()
      send({ v: 1, n: id, t: 'q', to: node })
    })
  }

  const answer = () => {
    cancelAnswer ??= clock.after(ANSWER_MS, () => {
      cancelAnswer = undefined
      flush()
      const at = clock.now()
      for (const page of origin.snapshot()) send({ v: 1, n: id, at, ...page })
    })
  }

  const peerOf = (node: string): Peer => {
    const known = peers.get(node)
    if (known) return known
    const replica = createReplica((key, value, at) => onChange({ key, value, node, at }))
    const peer: Peer = { replica, askedAt: -ASK_MS, cancelAsk: undefined }
    peers.set(node, peer)
    return peer
  }

  const tellAll = (node: string, { replica }: Peer, isUp: boolean) => {
    for (const [key, value] of replica.table.entries())
      onChange({ key, value: isUp ? value : undefined, node, at: undefined })
  }

  const forget = (node: string) => {
    peers.get(node)?.cancelAsk?.()
    peers.delete(node)
  }

  const onBye = (node: string) => {
    const peer = peers.get(node)
    const wasUp = liveness.isUp(node)
    liveness.buried(node)
    forget(node)
    if (peer && wasUp) tellAll(node, peer, false)
  }

  const receive = (message: Gossip) => {
    const { n: node } = message
    if (hasLeft || node === id || liveness.isBuried(node)) return
    if (message.t === 'b') {
      onBye(node)
      return
    }
    const peer = peerOf(node)
    const wasWhole = peer.replica.seq() >= 0 && !peer.replica.isBehind()
    const isBack = liveness.heard(node) === 'back'
    if (isBack) tellAll(node, peer, true)
    if (message.t === 'd') peer.replica.delta(message)
    else if (message.t === 's') peer.replica.page(message)
    else if (message.t === 'h') peer.replica.heartbeat(message)
    else if (message.t === 'q' && (message.to === '*' || message.to === id)) answer()
    const isBehind = peer.replica.isBehind()
    if (isBehind) ask(node, peer)
    if (isBack || message.t === 'm' || (wasWhole && isBehind)) onMissed?.()
  }

  const tick = () => {
    if (hasLeft) return
    clock.after(TICK_MS, tick)
    const { down, purged, wasPaused } = liveness.tick()
    for (const node of down) {
      const peer = peers.get(node)
      if (!peer) continue
      tellAll(node, peer, false)
      onDown?.([...peer.replica.table.keys()])
    }
    for (const node of purged) forget(node)
    if (wasPaused) announce()
    else if (++ticks % (HEARTBEAT_MS / TICK_MS) === 0) beat()
  }
  clock.after(TICK_MS, tick)

  return {
    set: (key, value) => {
      if (hasLeft || !origin.set(key, value)) return
      cancelFlush ??= clock.after(WINDOW_MS, flush)
      onChange({ key, value, node: id, at: clock.now() })
    },
    flush,
    values: (key) => {
      const own = origin.table.get(key)
      const found = own ? [own] : []
      for (const [node, { replica }] of peers) {
        const value = liveness.isUp(node) && replica.table.get(key)
        if (value) found.push(value)
      }
      return found
    },
    receive,
    announce,
    lost: () => {
      if (!hasLeft) send({ v: 1, n: id, t: 'm' })
    },
    leave: () => {
      if (hasLeft) return
      hasLeft = true
      cancelFlush?.()
      cancelAnswer?.()
      for (const node of peers.keys()) forget(node)
      // Twice, since nothing repeats it: lost, it costs the others the wait for a dead node.
      send({ v: 1, n: id, t: 'b' })
      send({ v: 1, n: id, t: 'b' })
    },
    isFirst: () => [...peers.keys()].every((node) => node > id || !liveness.isUp(node)),
    status: () => ({
      nodes: 1 + [...peers.keys()].filter(liveness.isUp).length,
      lagMs: liveness.silenceMs(),
      isSyncing: [...peers].some(
        ([node, { replica }]) => liveness.isUp(node) && replica.isBehind(),
      ),
      isDegraded: [...peers.keys()].some((node) => !liveness.isUp(node)),
    }),
    copies: () =>
      [...peers].map(([node, { replica }]) => ({
        node,
        seq: replica.seq(),
        isUp: liveness.isUp(node),
        ...replica.table.digest(),
      })),
  }
}
