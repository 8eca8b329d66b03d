import { join } from 'node:path'
import { keepResults } from '../shared/keepResults'
import { watchMachine } from '../shared/machine'
import { startRemote } from '../shared/remote'
import { gatesOf } from './gates'
import { measureChurn, measureStorm } from './measure'
import type { ReadsCommands } from './reads'
import { report, type Results } from './report'
import { FULL, QUICK, TINY } from './sizes'

const folder = join(import.meta.dirname, '../..')
const options = new Set(process.argv.slice(2))
const sizes = options.has('--tiny') ? TINY : options.has('--quick') ? QUICK : FULL
const startedAt = performance.now()

const say = (line: string) =>
  console.error(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s  ${line}`)

async function measureReads(): Promise<Results['reads']> {
  const reads: Results['reads'] = {}
  for (const where of ['local', 'remote'] as const) {
    const process = startRemote<ReadsCommands>('reads')
    reads[where] = await process.call(where, sizes.reads.users)
    await process.stop()
  }
  return reads
}

const machine = watchMachine()
say('reading and keeping')
const reads = await measureReads()
say(`churn of ${sizes.churn.population} people`)
const churn = await measureChurn(sizes, say)
say(`storms of ${sizes.storm.join(', ')} people`)
const storm = await measureStorm(sizes, say)
const results: Results = {
  machine: machine(),
  ...{ rounds: sizes.rounds, closeRounds: sizes.closeRounds, limits: sizes.limits },
  ...{ churnOf: sizes.churn, storm, churn, reads },
}

const page = report(results)
console.log(options.has('--json') ? JSON.stringify(results) : `\n${page}\n`)
// A short run proves less, so it leaves what a long one found.
if (sizes === FULL) await keepResults(folder, { name: 'presence', results, page })
const missed = gatesOf(results).filter(({ isHeld, isExact }) => isExact && !isHeld)
for (const { what } of missed) console.error(`missed: ${what}`)
process.exitCode = missed.length === 0 ? 0 : 1
