import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { AdapterName } from './adapters'
import type { Vitals } from './node'
import { startRedis } from './redisServer'
import { environmentOf, type Reachable, type Setup } from './setup'

/** Two nodes and what connects them, each in a process of its own. */
export interface Nodes {
  /** Where the two nodes listen. */
  ports: [number, number]
  /** Milliseconds of CPU since they started: of both nodes and a cluster's primary, and of Redis. */
  cpu: () => Promise<{ nodesMs: number; redisMs: number }>
  /** What each of the two says of itself. */
  vitals: () => Promise<Vitals[]>
  stop: () => Promise<void>
}

export async function startNodes(adapter: AdapterName, isOurs: boolean): Promise<Nodes> {
  const redis = adapter === 'Node cluster' ? undefined : await startRedis()
  const programs = redis ? ['node', 'node'] : ['primary']
  const children = programs.map((program) =>
    start(program, { adapter, isOurs, redisUrl: redis?.url ?? '' }),
  )
  const stop = async () => {
    await Promise.all(children.map(end))
    await redis?.stop()
  }
  try {
    const awaited = redis ? 1 : 3
    const reached = (await Promise.all(children.map((child) => linesOf(child, awaited)))).flat()
    const [first, second] = reached.filter(({ role }) => role === 'node').map(({ port }) => port)
    if (first === undefined || second === undefined) throw new Error('there are no two nodes')
    return {
      ports: [first, second],
      vitals: () => Promise.all([first, second].map(vitalsOf)),
      cpu: async () => {
        const all = await Promise.all(reached.map(({ port }) => vitalsOf(port)))
        const nodesMs = all.reduce((sum, { cpuMs }) => sum + cpuMs, 0)
        return { nodesMs, redisMs: (await redis?.cpuMs()) ?? 0 }
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

const start = (program: string, setup: Setup) =>
  fork(new URL(`./${program}.js`, import.meta.url), {
    env: { ...process.env, ...environmentOf(setup) },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })

/** The first lines a process prints. */
function linesOf(child: ChildProcess, count: number): Promise<Reachable[]> {
  return new Promise((resolve, reject) => {
    const lines: Reachable[] = []
    child.once('exit', () => reject(new Error('a node ended')))
    if (!child.stdout) return
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(JSON.parse(line) as Reachable)
      if (lines.length === count) resolve(lines)
    })
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.disconnect()
  await exited
}

async function vitalsOf(port: number): Promise<Vitals> {
  const response = await fetch(`http://127.0.0.1:${port}/vitals`)
  return (await response.json()) as Vitals
}
