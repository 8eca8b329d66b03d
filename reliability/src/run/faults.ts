import type { Weather } from '../proxy/weather'
import type { Random } from '../random'

/** Something that goes wrong, after so many milliseconds. `at` are places in the list of clients. */
export type Fault = { atMs: number } & (
  | { kind: 'kill'; downMs: number }
  | { kind: 'stop'; forMs: number }
  | { kind: 'reset' | 'reload'; at: number[] }
  | { kind: 'weather'; name: string; weather: Partial<Weather>; forMs: number; at: number[] }
)

type Draw = (random: Random) => Partial<Weather>

const WEATHERS: Record<string, Draw> = {
  blackhole: () => ({ swallows: ['toServer', 'toClient'] }),
  deaf: () => ({ swallows: ['toClient'] }),
  mute: () => ({ swallows: ['toServer'] }),
  refusing: () => ({ isRefusing: true }),
  paused: () => ({ isPaused: true }),
  slow: (random) => ({ latencyMs: random.between(20, 400), jitterMs: random.between(0, 200) }),
}

const KINDS = ['kill', 'kill', 'stop', 'reset', 'reset', 'reload', 'reload'] as const

/** The same faults for the same seed, far beyond the end of any run. */
export function planFaults(random: Random, clients: number, untilMs = 300_000): Fault[] {
  const faults: Fault[] = []
  const all = Array.from({ length: clients }, (_, i) => i)
  const some = () => random.sample(all, 1 + random.below(Math.ceil(clients / 3)))
  /** One at a time: a server that is down cannot be stopped. */
  let serverBusyUntilMs = 1000

  for (let atMs = 500; atMs < untilMs; atMs += random.between(300, 1500)) {
    const time = { atMs: Math.round(atMs) }
    const kind = random.pick([...KINDS, ...Object.keys(WEATHERS)])
    if (kind === 'kill' || kind === 'stop') {
      const lastsMs = Math.round(random.between(100, kind === 'kill' ? 1500 : 3500))
      if (atMs < serverBusyUntilMs) continue
      // Starting takes a while, and clients need to come back before the next one counts.
      serverBusyUntilMs = atMs + lastsMs + 2500
      faults.push(
        kind === 'kill' ? { ...time, kind, downMs: lastsMs } : { ...time, kind, forMs: lastsMs },
      )
    } else if (kind === 'reset' || kind === 'reload') faults.push({ ...time, kind, at: some() })
    else {
      const weather = WEATHERS[kind]?.(random) ?? {}
      const forMs = Math.round(random.between(300, 4000))
      faults.push({ ...time, kind: 'weather', name: kind, weather, forMs, at: some() })
    }
  }
  return faults
}

export function sentenceOf(fault: Fault): string {
  const time = `${(fault.atMs / 1000).toFixed(1)} s`
  switch (fault.kind) {
    case 'kill':
      return `${time} kill (${fault.downMs} ms)`
    case 'stop':
      return `${time} stop (${fault.forMs} ms)`
    case 'reset':
    case 'reload':
      return `${time} ${fault.kind} ${fault.at.length} clients`
    case 'weather':
      return `${time} ${fault.name} ${fault.at.length} clients (${fault.forMs} ms)`
  }
}

/** How often each kind happened. */
export function countFaults(faults: readonly Fault[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const fault of faults) {
    const name = fault.kind === 'weather' ? fault.name : fault.kind
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}
