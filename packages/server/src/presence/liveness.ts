/** Which other nodes are alive, by when they were last heard. Knows nothing of what they said. */
export interface Liveness {
  /** A node was heard; `back` when it had been thought dead. */
  heard: (node: string) => 'back' | 'up'
  isUp: (node: string) => boolean
  /** The node said goodbye: nothing of this incarnation is believed any more. */
  buried: (node: string) => void
  isBuried: (node: string) => boolean
  /** Call every `TICK_MS`; says who is to be hidden and who is to be forgotten. */
  tick: () => { down: string[]; purged: string[]; wasPaused: boolean }
  /** The longest silence of a node that is up, in milliseconds. */
  silenceMs: () => number
}

export const TICK_MS = 1000
export const HEARTBEAT_MS = 2000
/** Three heartbeats may be lost before a node counts as dead. */
const DOWN_MS = 7000
const PURGE_MS = 60_000
/** A message of a node that left can be this late and still not bring its people back. */
const BURIED_MS = 60_000
/** A tick this late means that this process stood still, and knows nothing of the others. */
const PAUSE_MS = 2 * HEARTBEAT_MS

export function createLiveness(now: () => number): Liveness {
  const heardAt = new Map<string, number>()
  const up = new Set<string>()
  const buriedUntil = new Map<string, number>()
  let tickedAt = now()

  return {
    heard: (node) => {
      const isBack = heardAt.has(node) && !up.has(node)
      heardAt.set(node, now())
      up.add(node)
      return isBack ? 'back' : 'up'
    },
    isUp: (node) => up.has(node),
    buried: (node) => {
      heardAt.delete(node)
      up.delete(node)
      buriedUntil.set(node, now() + BURIED_MS)
    },
    isBuried: (node) => buriedUntil.has(node),
    tick: () => {
      const at = now()
      const wasPaused = at - tickedAt > PAUSE_MS
      tickedAt = at
      if (wasPaused) for (const node of up) heardAt.set(node, at)
      for (const [node, until] of buriedUntil) if (until <= at) buriedUntil.delete(node)
      const down = [...up].filter((node) => at - (heardAt.get(node) ?? 0) > DOWN_MS)
      for (const node of down) up.delete(node)
      const purged = [...heardAt].flatMap(([node, heard]) => (at - heard > PURGE_MS ? [node] : []))
      for (const node of purged) heardAt.delete(node)
      return { down, purged, wasPaused }
    },
    silenceMs: () => {
      const at = now()
      return Math.max(0, ...[...up].map((node) => at - (heardAt.get(node) ?? at)))
    },
  }
}
