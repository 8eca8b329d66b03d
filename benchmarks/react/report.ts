import type { Machine } from '../shared/machine'
import type { Spread } from '../shared/statistics'
import { number, show, table } from '../shared/table'
import type { Round } from './createPage'
import { gatesOf, rendersPerFlip, timesLess, timesOf } from './gates'
import { BURST, NAMES, SCALED } from './kinds'
import type { Row } from './measure'
import type { Sizes } from './sizes'

export interface Results {
  machine: Machine
  sizes: Sizes
  rows: Row[]
}

/** Empty where there is nothing to measure. */
const showMs = (spread: Spread) => (Number.isFinite(spread.median) ? show(spread) : '')

/** The results as a page: medians, and the least and the most of the rounds in parentheses. */
export function report(results: Results): string {
  const { machine, sizes, rows } = results
  const less = (row: Row, what: keyof Round) =>
    row.kind === 'array' ? '' : showMs(timesLess(rows, row, what))
  const first = rows.filter((row) => row.rows === sizes.rows[0])
  const scaled = rows.filter(({ kind }) => SCALED.includes(kind)).sort((a, b) => a.rows - b.rows)
  return [
    `${machine.date.slice(0, 10)}, Node ${machine.node}, ${machine.cores} cores shared by page, servers and whatever else ran; load average ${machine.loadAverageBefore} before and ${machine.loadAverageAfter} after. ${sizes.flips} flips a round, after ${sizes.warmUpMs / 1000} s of them. Medians of ${sizes.rounds} rounds (least – most).`,
    `### ${number(sizes.rows[0] ?? 0)} rows`,
    table(
      ['what', 'measured', 'goal', ''],
      gatesOf(results).map(({ what, measured, goal, isHeld }) => [
        ...[what, show(measured), goal],
        isHeld ? 'held' : 'missed',
      ]),
    ),
    table(
      ['who', 'renders per flip', 'ms per flip', '× less', 'events heard'],
      first.map((row) => [
        ...[NAMES[row.kind], number(rendersPerFlip(row, sizes).median)],
        ...[showMs(timesOf(row, 'flip')), less(row, 'flip')],
        `${row.heard.length} of ${BURST.length}`,
      ]),
    ),
    '### Reading and rendering',
    table(
      ['rows', 'who', 'ms reading', 'ms rendering', '× less rendering', '× less in all'],
      scaled.map((row) => [
        ...[number(row.rows), NAMES[row.kind]],
        ...[showMs(timesOf(row, 'reading')), showMs(timesOf(row, 'rendering'))],
        ...[less(row, 'rendering'), less(row, 'flip')],
      ]),
    ),
  ].join('\n\n')
}
