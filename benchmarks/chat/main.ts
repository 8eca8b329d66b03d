import { join } from 'node:path'
import { keepResults } from '../shared/keepResults'
import { watchMachine } from '../shared/machine'
import { otherSqlite } from '../shared/sqliteDriver'
import { measureSqlite } from './durable'
import { measureFanout } from './fanout'
import { measureMongodb } from './mongodb'
import { measurePerMessage } from './perMessage'
import { profile } from './profile'
import { report, type Results } from './report'
import { FULL, QUICK, TINY } from './sizes'

const folder = join(import.meta.dirname, '..')
const options = new Set(process.argv.slice(2))
const sizes = options.has('--tiny') ? TINY : options.has('--quick') ? QUICK : FULL
const startedAt = performance.now()

const say = (line: string) =>
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s  ${line}`)

if (options.has('--profile')) {
  console.log(`\n${await profile(sizes, say)}\n`)
} else {
  await benchmark()
}

async function benchmark() {
  const machine = watchMachine()
  say('a message between two people: bare ws, bare Socket.IO, ours')
  const perMessage = await measurePerMessage(sizes, say)
  say('durable sends: SQLite')
  const sqlite = await measureSqlite('sqlite', sizes, say)
  const driver = otherSqlite()?.name
  const other = driver && { driver, ...(await measureSqlite('other sqlite', sizes, say)) }
  say(`fan-out to groups of ${sizes.fanout.groupSize}`)
  const fanout = await measureFanout(sizes, say)
  say('durable sends: MongoDB')
  // What came before took minutes, and stays.
  const mongodb = await measureMongodb(sizes, say).catch((error: unknown) => {
    say(`MongoDB failed: ${String(error)}`)
    return undefined
  })
  const { rounds, textLength } = sizes
  const results: Results = {
    machine: machine(),
    ...{ rounds, textLength, perMessage, sqlite, fanout },
    ...(other && { otherSqlite: other }),
    ...(mongodb && { mongodb }),
  }
  const page = report(results)
  console.log(`\n${page}\n`)
  // A short run proves less, so it leaves what a long one found.
  if (sizes === FULL) await keepResults(folder, { name: 'chat', results, page })
}
