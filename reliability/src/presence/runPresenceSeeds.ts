import { mkdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { AdapterName } from '../server/config'
import { tellFault } from './faults'
import { runPresenceSeed, type PresenceSeedResult } from './runPresenceSeed'
import { tellMistake } from './tellMistake'
import { addTimes, tellSeed, tellTimes, timesOf, type Times } from './tellSeed'

const ADAPTERS: readonly AdapterName[] = ['classic', 'sharded', 'streams']

/** Every seed on the classic adapter, and some on the others too. */
const adaptersOf = (seed: number): AdapterName[] => [
  'classic',
  ...(seed % 5 === 0 ? (['sharded'] as const) : []),
  ...(seed % 5 === 1 ? (['streams'] as const) : []),
]

/**
 * Runs seeds with a line for each, and writes what came out as JSON. Gives whether nothing was wrong.
 */
export async function runPresenceSeeds(given: { server: string; args: string[] }) {
  const { values } = parseArgs({
    args: given.args.filter((arg) => arg !== '--'),
    options: {
      seeds: { type: 'string', default: '30' },
      first: { type: 'string', default: '1' },
      seed: { type: 'string' },
      adapter: { type: 'string' },
      parallel: { type: 'string', default: '2' },
      results: { type: 'string', default: 'results' },
    },
  })
  const first = Number(values.seed ?? values.first)
  const count = values.seed === undefined ? Number(values.seeds) : 1
  const only = ADAPTERS.find((name) => name === values.adapter)
  const runs = Array.from({ length: count }, (_, i) => first + i).flatMap((seed) =>
    (only ? [only] : adaptersOf(seed)).map((adapter) => ({ seed, adapter })),
  )
  const left = [...runs]
  const done: PresenceSeedResult[] = []
  const startedAt = performance.now()

  async function work() {
    for (let run = left.shift(); run; run = left.shift()) {
      const result = await runPresenceSeed({ ...run, server: given.server })
      done.push(result)
      console.log(tellSeed(result))
      const isBad = wrongs(result) > 0
      if (isBad || values.seed !== undefined) {
        console.log(`  ${result.faults.map(tellFault).join('; ')}`)
      }
      for (const violation of result.violations.slice(0, 10)) {
        console.log(tellMistake(violation, result.record))
      }
      for (const line of [...result.deaths, ...result.stuck]) console.log(`  ${line}`)
    }
  }
  await Promise.all(Array.from({ length: Number(values.parallel) }, work))

  const order = (one: PresenceSeedResult) =>
    runs.findIndex((run) => run.seed === one.seed && run.adapter === one.adapter)
  done.sort((a, b) => order(a) - order(b))
  const sum = (of: (result: PresenceSeedResult) => number) =>
    done.reduce((total, result) => total + of(result), 0)
  const times: Times = timesOf(addTimes(done.map(({ measured }) => measured)))
  const total = {
    ...{ seeds: count, runs: done.length },
    violations: sum(({ violations }) => violations.length),
    stuck: sum(({ stuck }) => stuck.length),
    deaths: sum(({ deaths }) => deaths.length),
    seconds: Math.round((performance.now() - startedAt) / 1000),
    times,
  }
  if (values.seed === undefined) {
    await mkdir(values.results, { recursive: true })
    const machine = { node: process.version, cpus: cpus().length }
    const seeds = done.map(({ seed, adapter, faults, violations, stuck, deaths, measured }) => ({
      ...{ seed, adapter, violations, stuck, deaths },
      faults: faults.map(tellFault),
      times: timesOf(measured),
    }))
    await writeFile(
      join(values.results, 'presence.json'),
      `${JSON.stringify({ total, machine, seeds }, null, 2)}\n`,
    )
  }
  console.log(
    `${count} seeds, ${total.runs} runs: ${total.violations} violations, ${total.stuck} stuck, ${total.deaths} deaths, ${total.seconds} s`,
  )
  console.log(tellTimes(times))
  return sum(wrongs) === 0
}

const wrongs = ({ violations, stuck, deaths }: PresenceSeedResult) =>
  violations.length + stuck.length + deaths.length
