import { join } from 'node:path'
import { keepResults } from '../shared/keepResults'
import { watchMachine } from '../shared/machine'
import { gatesOf } from './gates'
import { measureAll } from './measure'
import { report, type Results } from './report'
import { FULL, QUICK, TINY } from './sizes'

const folder = join(import.meta.dirname, '../..')
const options = new Set(process.argv.slice(2))
const sizes = options.has('--tiny') ? TINY : options.has('--quick') ? QUICK : FULL

const machine = watchMachine()
// React's production build, for the pages.
process.env.NODE_ENV = 'production'
const rows = await measureAll(sizes)
const results: Results = { machine: machine(), sizes, rows }

const text = report(results)
console.log(options.has('--json') ? JSON.stringify(results) : `\n${text}\n`)
// A short run proves less, so it leaves what a long one found.
if (sizes === FULL) await keepResults(folder, { name: 'react', results, page: text })
const missed = gatesOf(results).filter(({ isHeld }) => !isHeld)
for (const { what } of missed) console.error(`missed: ${what}`)
process.exitCode = missed.length === 0 ? 0 : 1
