import type { Machine } from '../shared/machine'
import { spreadOf } from '../shared/statistics'
import { number, show, table } from '../shared/table'
import { gatesOf, timesLess } from './gates'
import { BURST, NAMES } from './kinds'
import type { Row } from './measure'
import type { Sizes } from './sizes'

export interface Results {
  machine: Machine
  sizes: Sizes
  rows: Row[]
}

/** The results as a page: medians, and the least and the most of the rounds in parentheses. */
export function report(results: Results): string {
  const { machine, sizes, rows } = results
  return [
    `${machine.date.slice(0, 10)}, Node ${machine.node}, ${machine.cores} cores shared by page, servers and whatever else ran; load average ${machine.loadAverageBefore} before and ${machine.loadAverageAfter} after. ${number(sizes.rows)} rows, ${number(sizes.online)} of them online, ${sizes.flips} flips a round. Medians of ${sizes.rounds} rounds (least – most).`,
    table(
      ['what', 'measured', 'goal', ''],
      gatesOf(results).map(({ what, measured, goal, isHeld }) => [
        ...[what, show(measured), goal],
        isHeld ? 'held' : 'missed',
      ]),
    ),
    table(
      ['rows', 'renders per flip', 'ms per flip', '× less than the array', 'events heard'],
      rows.map(({ kind, rendersPerFlip, msPerFlip, delivered }) => [
        NAMES[kind],
        number(rendersPerFlip.median),
        show(spreadOf(msPerFlip)),
        kind === 'array' ? '' : show(timesLess(rows, kind)),
        `${delivered.length} of ${BURST.length}`,
      ]),
    ),
  ].join('\n\n')
}
