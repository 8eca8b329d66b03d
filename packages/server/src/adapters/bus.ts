import type { Logger } from '../logger'

/** What one node knows of its way to the others. */
export interface BusStatus {
  /** Messages for other nodes that were lost here because the bus refused them, since the start. */
  failedPublishes: number
  /** When the outage that goes on began, in ms since the epoch; `null` while the bus works. */
  failingSinceAt: number | null
}

export interface Bus {
  status: () => BusStatus
  /** A message for other nodes was lost. */
  failed: (error: unknown) => void
  /** The bus is away; nothing was lost yet. */
  away: (error: unknown) => void
  /** The bus took a message, or answered. */
  works: () => void
  /** Is told of every message that is lost. Returns how to stop listening. */
  onFailure: (listener: (error: unknown) => void) => () => void
  /** Is told of the end of every outage, and how many messages were lost in it; as above. */
  onRecovery: (listener: (lost: number) => void) => () => void
  /** Logs one line when an outage begins and one when it ends; only the first logger is kept. */
  logTo: (logger: Logger) => void
}

export function createBus(): Bus {
  const listeners = new Set<(error: unknown) => void>()
  const recoveries = new Set<(lost: number) => void>()
  let logger: Logger | undefined
  let failedPublishes = 0
  let outage: { sinceAt: number; failedBefore: number } | null = null

  const away = (error: unknown) => {
    if (outage) return
    outage = { sinceAt: Date.now(), failedBefore: failedPublishes }
    logger?.error(
      { error },
      'The other nodes cannot be reached: what happens on this node is only seen on this node until the bus of the Socket.IO adapter is back.',
    )
  }

  return {
    status: () => ({ failedPublishes, failingSinceAt: outage?.sinceAt ?? null }),
    away,
    failed: (error) => {
      away(error)
      failedPublishes++
      for (const listener of [...listeners]) listener(error)
    },
    works: () => {
      if (!outage) return
      const { sinceAt, failedBefore } = outage
      const lost = failedPublishes - failedBefore
      outage = null
      logger?.warn(
        { failedPublishes: lost, failingForMs: Date.now() - sinceAt },
        'The other nodes can be reached again.',
      )
      for (const listener of [...recoveries]) listener(lost)
    },
    onFailure: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onRecovery: (listener) => {
      recoveries.add(listener)
      return () => recoveries.delete(listener)
    },
    logTo: (to) => (logger ??= to),
  }
}
