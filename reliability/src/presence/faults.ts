import type { Random } from '../random'

/** Something that goes wrong, after so many milliseconds. `node` and `user` are places in lists. */
export type PresenceFault = { atMs: number } & (
  | { kind: 'SIGKILL' | 'SIGTERM'; node: number; forMs: number }
  | { kind: 'SIGSTOP' | 'partition'; node: number; forMs: number }
  | { kind: 'redis restart' | 'redis pause'; forMs: number }
  | { kind: 'CLIENT KILL'; type: 'normal' | 'pubsub' }
  | { kind: 'disconnectUser'; node: number; user: number }
)

/** The shortest and the longest of each kind, in milliseconds. */
const DURATIONS = {
  SIGKILL: [200, 6000],
  SIGTERM: [200, 3000],
  SIGSTOP: [1000, 12_000],
  partition: [500, 10_000],
  'redis restart': [100, 4000],
  'redis pause': [500, 6000],
} as const

const KINDS = [
  ...(['SIGKILL', 'SIGTERM', 'SIGSTOP', 'partition', 'redis restart', 'redis pause'] as const),
  ...(['CLIENT KILL', 'CLIENT KILL', 'disconnectUser', 'disconnectUser'] as const),
]

/** A process that starts takes a moment before the next thing can happen to it. */
const START_MS = 1500

interface FaultSize {
  nodes: number
  /** Who may be disconnected. */
  users: number
  untilMs: number
}

/** The same faults for the same seed. */
export function planPresenceFaults(
  random: Random,
  { nodes, users, untilMs }: FaultSize,
): PresenceFault[] {
  const faults: PresenceFault[] = []
  const nodeBusyUntil = Array.from({ length: nodes }, () => 0)
  let redisBusyUntil = 0

  for (let atMs = 2500; atMs < untilMs; atMs += random.between(300, 3200)) {
    const time = { atMs: Math.round(atMs) }
    const kind = random.pick(KINDS)
    const node = random.below(nodes)
    if (kind === 'disconnectUser') {
      if (users > 0) faults.push({ ...time, kind, node, user: random.below(users) })
      continue
    }
    if (kind === 'CLIENT KILL') {
      const type = random.pick(['normal', 'pubsub'] as const)
      if (atMs > redisBusyUntil) faults.push({ ...time, kind, type })
      continue
    }
    const [shortest, longest] = DURATIONS[kind]
    const forMs = Math.round(random.between(shortest, longest))
    if (kind === 'redis restart' || kind === 'redis pause') {
      if (atMs <= redisBusyUntil) continue
      redisBusyUntil = atMs + forMs + START_MS
      faults.push({ ...time, kind, forMs })
    } else {
      if (atMs <= (nodeBusyUntil[node] ?? 0)) continue
      nodeBusyUntil[node] = atMs + forMs + START_MS
      faults.push({ ...time, kind, node, forMs })
    }
  }
  return faults
}

export function tellFault(fault: PresenceFault): string {
  const where = 'node' in fault ? ` n${fault.node}` : ''
  const more =
    'forMs' in fault
      ? ` (${fault.forMs} ms)`
      : 'type' in fault
        ? ` ${fault.type}`
        : ` r${fault.user}`
  return `${(fault.atMs / 1000).toFixed(1)} s ${fault.kind}${where}${more}`
}
