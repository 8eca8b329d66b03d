import { setTimeout as sleep } from 'node:timers/promises'
import { startRemote, type Remote } from '../shared/remote'
import { clientOf, type Kind } from './kinds'
import type { LoadCommands } from './load'
import type { ServerCommands } from './server'
import type { Reading } from './servers/meter'
import type { Sizes } from './sizes'

/** What it cost until everybody showed the truth. */
export interface Run extends Reading {
  elapsedMs: number
}

export interface Row {
  kind: Kind
  population: number
  runs: Run[]
}

interface Bench {
  load: Remote<LoadCommands>
  storm: (population: number) => Promise<number>
  /** Measures what something costs the server, then compares what all clients show with the truth. */
  measured: (task: () => Promise<number>) => Promise<Run>
}

/** A new server and new clients, each in a process of its own, the server warmed up. */
async function withBench<T>(
  { kind, warmUp, quietMs }: Pick<Sizes, 'warmUp' | 'quietMs'> & { kind: Kind },
  run: (bench: Bench) => Promise<T>,
): Promise<T> {
  const load = startRemote<LoadCommands>('load')
  const server = startRemote<ServerCommands>('server')
  try {
    const port = await server.call('start', kind)
    const storm = (population: number) =>
      load.call('storm', { port, kind: clientOf(kind), population })
    await storm(warmUp)
    await load.call('leave', warmUp)
    while ((await server.call('connections')) > 0) await sleep(20)
    await sleep(quietMs)
    return await run({
      load,
      storm,
      measured: async (task) => {
        await server.call('reset')
        const elapsedMs = Math.round(await task())
        await sleep(quietMs)
        const reading = await server.call('read')
        await load.call('verify')
        return { ...reading, elapsedMs }
      },
    })
  } finally {
    await Promise.all([server.stop(), load.stop()])
  }
}

/** All connect, 64 at a time. */
export const measureStorm = (sizes: Sizes, say: (line: string) => void) =>
  inTurns(sizes.storm, sizes, say, (kind, population) =>
    withBench({ ...sizes, kind }, ({ storm, measured }) => measured(() => storm(population))),
  )

/** Some leave and return, while all others watch. */
export const measureChurn = (sizes: Sizes, say: (line: string) => void) =>
  inTurns([sizes.churn.population], sizes, say, (kind, population) =>
    withBench({ ...sizes, kind }, async ({ load, storm, measured }) => {
      await storm(population)
      await sleep(sizes.quietMs)
      const run = await measured(() => load.call('churn', sizes.churn))
      // Whoever never told of a departure would pass so far.
      await load.call('leave', 5)
      await load.call('verify')
      return run
    }),
  )

/**
 * Ours, the floor and what is made by hand each round, there and back again; the baseline once, for
 * it only counts bytes.
 */
async function inTurns(
  populations: number[],
  sizes: Sizes,
  say: (line: string) => void,
  measure: (kind: Kind, population: number) => Promise<Run>,
): Promise<Row[]> {
  const { baselineUpTo } = sizes
  const rows = new Map<string, Row>()
  const roundsOf = (population: number) =>
    population === baselineUpTo ? sizes.closeRounds : sizes.rounds
  for (let round = 0; round < Math.max(...populations.map(roundsOf)); round++) {
    for (const population of populations) {
      if (round >= roundsOf(population)) continue
      const kinds: Kind[] = ['floor', 'all', 'watched']
      if (population <= baselineUpTo) kinds.splice(1, 0, 'all by hand', 'watched by hand')
      if (round % 2 === 1) kinds.reverse()
      if (round === 0 && population <= baselineUpTo) kinds.push('baseline')
      for (const kind of kinds) {
        const run = await measure(kind, population)
        say(
          `${population} people, ${kind}: ${(run.bytes / 1e6).toFixed(2)} MB, ${run.cpuMs} ms CPU`,
        )
        const row = rows.get(`${kind} ${population}`) ?? { kind, population, runs: [] }
        rows.set(`${kind} ${population}`, row)
        row.runs.push(run)
      }
    }
  }
  return [...rows.values()].toSorted((a, b) => a.population - b.population)
}
