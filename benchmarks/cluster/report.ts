import type { Machine } from '../shared/machine'
import { spreadOf } from '../shared/statistics'
import { number, show, table } from '../shared/table'
import { ratioOf, type Row, type Run } from './measure'
import type { Sizes } from './sizes'

export interface Results {
  machine: Machine
  sizes: Sizes
  rows: Row[]
}

/** The results as a page: medians, and the least and the most of the rounds in parentheses. */
export function report({ machine, sizes, rows }: Results): string {
  const { rounds, idle, pairs, perSecond } = sizes
  return [
    `${machine.date.slice(0, 10)}, Node ${machine.node}, ${machine.cores} cores shared by nodes, Redis, clients and whatever else ran; load average ${machine.loadAverageBefore} before and ${machine.loadAverageAfter} after. Two nodes with ${number(idle + 2 * pairs)} people online, ${perSecond} messages/s. Medians of ${rounds} rounds (least – most).`,
    'Goal: at most 1.1 × with ours, in CPU and in time.',
    table(
      ['adapter', '', 'µs CPU a message', 'of Redis', 'p50 ms', 'p99 ms'],
      rows.flatMap((row) => [
        cells(row.adapter, 'without ours', row.bare),
        cells(row.adapter, 'with ours', row.ours),
        [
          row.adapter,
          '**with ÷ without**',
          show(ratioOf(row, cpuOf)),
          '',
          show(ratioOf(row, ({ p50Ms }) => p50Ms)),
          show(ratioOf(row, ({ p99Ms }) => p99Ms)),
        ],
      ]),
    ),
  ].join('\n\n')
}

const cpuOf = ({ nodesUs, redisUs }: Run) => nodesUs + redisUs

const cells = (adapter: string, who: string, runs: Run[]) => [
  adapter,
  who,
  ...[
    cpuOf,
    ({ redisUs }: Run) => redisUs,
    ({ p50Ms }: Run) => p50Ms,
    ({ p99Ms }: Run) => p99Ms,
  ].map((pick) => show(spreadOf(runs.map(pick)))),
]
