import { spreadOf, type Spread } from '../shared/statistics'
import { BURST, type Kind } from './kinds'
import type { Row } from './measure'
import type { Sizes } from './sizes'

export interface Gate {
  what: string
  measured: Spread
  goal: string
  isHeld: boolean
}

const rowOf = (rows: Row[], kind: Kind) => rows.find((row) => row.kind === kind)

/** How many times less a flip takes than with the array, round by round. */
export function timesLess(rows: Row[], kind: Kind): Spread {
  const own = rowOf(rows, kind)?.msPerFlip ?? []
  const array = rowOf(rows, 'array')?.msPerFlip ?? []
  return spreadOf(array.map((ms, i) => ms / (own[i] ?? NaN)))
}

export function gatesOf({ rows, sizes }: { rows: Row[]; sizes: Sizes }): Gate[] {
  const ours = rowOf(rows, 'ours')
  const time = timesLess(rows, 'ours')
  const renders = ours?.rendersPerFlip ?? spreadOf([])
  const delivered = ours?.delivered ?? []
  return [
    {
      what: 'time of a flip',
      measured: time,
      goal: `at least ${sizes.timesLess} × less than the array`,
      isHeld: time.median >= sizes.timesLess,
    },
    {
      what: 'renders per flip',
      measured: renders,
      goal: 'exactly 1',
      isHeld: renders.min === 1 && renders.max === 1,
    },
    {
      what: 'events of a burst of 5',
      measured: spreadOf([delivered.length]),
      goal: 'all, in order',
      isHeld: delivered.join() === BURST.join(),
    },
  ]
}
