import { EventEmitter } from 'node:events'
import { busStatus, guardWith, type SocketAdapter } from '../adapters/guard'
import type { Logger } from '../logger'
import type { RealtimeNamespace } from '../types'
import type { Clock } from './clock'
import { readGossip, type Gossip } from './gossip'

/** The way to the same namespace on other nodes, over whatever Socket.IO adapter it has. */
export interface Cluster {
  /** To all other nodes, at most once; nothing where there are none. */
  send: (message: Gossip) => void
  open: (listeners: ClusterListeners) => void
  close: () => void
  /** `null` while the adapter knows no other nodes. */
  bus: () => { failedPublishes: number; isFailing: boolean } | null
}

interface ClusterListeners {
  receive: (message: Gossip) => void
  /** There is a new way to other nodes. */
  onBus: () => void
  /** The bus was away and is back; so many messages of this node were lost. */
  onRecovery: (lost: number) => void
}

/** Beside it on the bus go the app's own events, so the name is ours. */
const EVENT = 'rt:p'

/** `io.adapter()` may be called after the service was made. */
const LOOK_AGAIN_MS = 1000

/** What of the namespace is needed, without the types of its client events. */
interface Bus {
  on: (event: string, listener: (message: unknown) => void) => void
  off: (event: string, listener: (message: unknown) => void) => void
  serverSideEmit: (event: string, message: Gossip) => void
}

export function createCluster(nsp: RealtimeNamespace, clock: Clock, logger: Logger): Cluster {
  const bus = nsp as unknown as Bus
  let adapter: SocketAdapter | undefined
  let isLinked = false
  let stopRecovery = () => {}
  let stop = () => {}

  const look = ({ onBus, onRecovery }: ClusterListeners) => {
    if (nsp.adapter === adapter) return
    adapter = nsp.adapter
    stopRecovery()
    isLinked = reachesOthers(adapter)
    if (!isLinked) return
    const guard = guardWith(adapter)
    guard.logTo(logger)
    stopRecovery = guard.onRecovery(onRecovery)
    onBus()
  }

  return {
    send: (message) => {
      if (isLinked) bus.serverSideEmit(EVENT, message)
    },
    open: (listeners) => {
      const listener = (input: unknown) => {
        const message = readGossip(input)
        if (message) listeners.receive(message)
      }
      const lookAgain = () => {
        cancel = clock.after(LOOK_AGAIN_MS, lookAgain)
        look(listeners)
      }
      let cancel = () => {}
      bus.on(EVENT, listener)
      lookAgain()
      stop = () => {
        cancel()
        stopRecovery()
        bus.off(EVENT, listener)
      }
    },
    close: () => stop(),
    bus: () => {
      if (!isLinked || !adapter) return null
      const { failedPublishes, failingSinceAt } = busStatus(adapter)
      return { failedPublishes, isFailing: failingSinceAt !== null }
    },
  }
}

/** The base adapter only warns when it is asked to reach other servers; one that can overrides it. */
function reachesOthers(adapter: SocketAdapter): boolean {
  let base: object = adapter
  for (let next: unknown; (next = Object.getPrototypeOf(base)) !== EventEmitter.prototype;) {
    if (typeof next !== 'object' || next === null) return false
    base = next
  }
  return adapter.serverSideEmit !== (base as SocketAdapter).serverSideEmit
}
