import { join } from 'node:path'
import { keepResults } from '../shared/keepResults'
import { watchMachine } from '../shared/machine'
import { measureAdapters } from './measure'
import { report, type Results } from './report'
import { FULL, QUICK, TINY } from './sizes'

const folder = join(import.meta.dirname, '../..')
const options = new Set(process.argv.slice(2))
const sizes = options.has('--tiny') ? TINY : options.has('--quick') ? QUICK : FULL
const startedAt = performance.now()

const say = (line: string) =>
  console.error(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s  ${line}`)

const machine = watchMachine()
const rows = await measureAdapters(sizes, say)
const results: Results = { machine: machine(), sizes, rows }
const page = report(results)
console.log(options.has('--json') ? JSON.stringify(results) : `\n${page}\n`)
// A short run proves less, so it leaves what a long one found.
if (sizes === FULL) await keepResults(folder, { name: 'cluster', results, page })
