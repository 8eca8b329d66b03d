import { startRemote } from '../shared/remote'
import type { Round } from './createPage'
import { KINDS, SCALED, type Kind } from './kinds'
import type { PageCommands } from './page'
import type { Sizes } from './sizes'

export interface Row {
  kind: Kind
  rows: number
  rounds: Round[]
  /** What of `BURST` a listener was called with. */
  heard: string[]
}

/**
 * As MongoDB makes them, which the reference has: here a user an hour, by one process.
 */
const idOf = (index: number) =>
  (0x62000000 + index * 3_600).toString(16) + '5d1c2a9f7b' + (0x3a0000 + index).toString(16)

/**
 * All kinds in turns, there and back again, each in a page process of its own: in a common one,
 * what one library does to the strings of the ids made `includes` of another up to 17 times slower.
 */
export async function measure(sizes: Sizes, kinds: readonly Kind[], rows: number): Promise<Row[]> {
  const ids = Array.from({ length: rows }, (_, index) => idOf(index))
  const online = ids.slice(0, rows / 2)
  const pages: { row: Row; page: ReturnType<typeof startRemote<PageCommands>> }[] = []
  for (const kind of kinds) {
    const page = startRemote<PageCommands>('page')
    const heard = await page.call('open', { kind, ids, online })
    const warmAt = performance.now() + sizes.warmUpMs
    while (performance.now() < warmAt) await page.call('round', sizes.flips)
    pages.push({ row: { kind, rows, rounds: [], heard }, page })
  }
  for (let i = 0; i < sizes.rounds; i++) {
    for (const { row, page } of i % 2 === 0 ? pages : pages.toReversed())
      row.rounds.push(await page.call('round', sizes.flips))
  }
  for (const { page } of pages) {
    await page.call('close')
    await page.stop()
  }
  return pages.map(({ row }) => row)
}

/** All kinds with the first number of rows, those that matter most with the others. */
export async function measureAll(sizes: Sizes): Promise<Row[]> {
  const [first = 0, ...others] = sizes.rows
  const results = await measure(sizes, KINDS, first)
  for (const rows of others) results.push(...(await measure(sizes, SCALED, rows)))
  return results
}
