import { LEGACY } from './rooms'
import type { RealtimeNamespace } from './types'

export interface Missed {
  /** Events for connections of this node may have been lost on their way from another one. */
  tell: () => void
  close: () => void
}

/** What other nodes send again after an outage is to arrive first. */
const SETTLE_MS = 500
/** Everybody asks again, so a bus that goes on losing is not answered each time at once. */
const PAUSE_MS = 10_000
/** So that a node is asked by 500 connections a second: as many as connect in a storm. */
const MS_A_CONNECTION = 2
const MIN_SPREAD_MS = 1000
const MAX_SPREAD_MS = 30_000

/**
 * Tells the clients of this node to ask again for what they show, each at a moment of its own. What
 * the bus lost is in the store, and nothing else would say so before they ask by themselves.
 */
export function createMissed(nsp: RealtimeNamespace): Missed {
  let timer: NodeJS.Timeout | undefined
  let nextAt = -Infinity

  const send = () => {
    timer = undefined
    const spreadMs = nsp.sockets.size * MS_A_CONNECTION
    const withinMs = Math.min(Math.max(spreadMs, MIN_SPREAD_MS), MAX_SPREAD_MS)
    nextAt = performance.now() + withinMs + PAUSE_MS
    nsp.local.except(LEGACY).emit('server:missed', { withinMs })
  }

  return {
    tell: () => {
      timer ??= setTimeout(send, Math.max(SETTLE_MS, nextAt - performance.now())).unref()
    },
    close: () => clearTimeout(timer),
  }
}
