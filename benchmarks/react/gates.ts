import { rounded, spreadOf, type Spread } from '../shared/statistics'
import type { Round } from './createPage'
import { BURST, type Kind } from './kinds'
import type { Row } from './measure'
import type { Sizes } from './sizes'

export interface Gate {
  what: string
  measured: Spread
  goal: string
  isHeld: boolean
}

/** How many times less it takes than with the array and as many rows, round by round. */
export function timesLess(rows: Row[], row: Row | undefined, what: keyof Round): Spread {
  const array = rows.find((other) => other.kind === 'array' && other.rows === row?.rows)
  const own = row?.rounds ?? []
  return spreadOf(own.map((round, i) => (array?.rounds[i]?.[what] ?? NaN) / (round[what] ?? NaN)))
}

export const timesOf = (row: Row, what: keyof Round): Spread =>
  spreadOf(row.rounds.map((round) => round[what] ?? NaN))

export const rendersPerFlip = ({ rounds }: Row, { flips }: Sizes): Spread =>
  rounded(spreadOf(rounds.map(({ renders }) => renders / flips)))

export function gatesOf({ rows, sizes }: { rows: Row[]; sizes: Sizes }): Gate[] {
  const rowOf = (kind: Kind) => rows.find((row) => row.kind === kind && row.rows === sizes.rows[0])
  const ours = rowOf('ours')
  const time = timesLess(rows, ours, 'flip')
  const renders = ours ? rendersPerFlip(ours, sizes) : spreadOf([])
  const heard = ours?.heard ?? []
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
      measured: spreadOf([heard.length]),
      goal: 'all, in order',
      isHeld: heard.join() === BURST.join(),
    },
  ]
}
