import type { Durable, Floor } from './durable'
import type { FanoutRow } from './fanout'
import type { PerMessage } from './perMessage'
import type { Machine } from '../shared/machine'
import type { Spread } from '../shared/statistics'
import { number, show, table } from '../shared/table'

export interface Results {
  machine: Machine
  rounds: number
  textLength: number
  perMessage: PerMessage
  sqlite: Durable & { floor?: Floor }
  /** With the second driver, where there was one. */
  otherSqlite?: Durable & { floor?: Floor; driver: string }
  fanout: FanoutRow[]
  mongodb?: Durable & { server: string }
}

/** The results as a page: medians, and the least and the most of the rounds in parentheses. */
export function report(results: Results): string {
  const { machine, rounds, textLength, perMessage, fanout, mongodb } = results
  return [
    `${machine.date.slice(0, 10)}, Node ${machine.node}, ${machine.cores} cores shared by servers, clients and whatever else ran; load average ${machine.loadAverageBefore} before and ${machine.loadAverageAfter} after. Messages of ${textLength} characters. Medians of ${rounds} rounds (least – most).`,
    '### A message between two people',
    `CPU of the server process, user and system, for one message: received, announced to both, answered. Ours, in memory, costs **${show(perMessage.closed.ratioToRelay)} ×** the relay in a closed loop and **${show(perMessage.open.ratioToRelay)} ×** in an open one (goal: at most 1.5 ×).`,
    perMessageTable(perMessage),
    '### Durable sends',
    `Goal: at least 5 000 sends/s from the socket to the ack with SQLite on one core.${mongodb ? ` The MongoDB server was ${mongodb.server}: its figures are reported, not aimed at, and say little of a real one. SQLite had 400 sends and 200 appends under way at a time, MongoDB 20 and 40.` : ' MongoDB was not measured.'}`,
    durableTable(results),
    '### Fan-out to groups',
    'Open loop, counted from when each message was due. Goal: at least 20 000 deliveries/s at p99 of at most 200 ms.',
    fanoutTable(fanout),
  ].join('\n\n')
}

function perMessageTable(perMessage: PerMessage): string {
  const rows = (['closed', 'open'] as const).flatMap((loop) => {
    const { cpuPerMessageUs, messagesPerSecond, ackP50Ms, ackP99Ms } = perMessage[loop]
    return Object.keys(cpuPerMessageUs).map((kind) => [
      loop,
      NAMES[kind] ?? kind,
      show(cpuPerMessageUs[kind]),
      show(messagesPerSecond[kind]),
      show(ackP50Ms[kind]),
      show(ackP99Ms[kind]),
    ])
  })
  return table(
    ['loop', 'server', 'µs CPU a message', 'messages/s', 'ack p50 ms', 'ack p99 ms'],
    rows,
  )
}

function durableTable({ sqlite, otherSqlite, mongodb }: Results): string {
  const stores: [name: string, store: Durable & { floor?: Floor }][] = [
    ['SQLite (libsql)', sqlite],
    ...(otherSqlite ? [[`SQLite (${otherSqlite.driver})`, otherSqlite] as [string, Durable]] : []),
    ...(mongodb ? [['MongoDB', mongodb] as [string, Durable]] : []),
  ]
  const row = (what: string, pick: (store: Durable) => Spread) => [
    what,
    ...stores.map(([, store]) => show(pick(store))),
  ]
  const floor = (what: string, pick: (floor: Floor) => Spread) => [
    what,
    ...stores.map(([, { floor }]) => (floor ? show(pick(floor)) : '')),
  ]
  return table(
    ['', ...stores.map(([name]) => name)],
    [
      row('sends/s, socket to ack', (store) => store.sendsPerSecond),
      row('µs CPU a send', (store) => store.sendCpuUs),
      row('ack p50 ms', (store) => store.ackP50Ms),
      row('ack p99 ms', (store) => store.ackP99Ms),
      row('store alone, many at once: appends/s', (store) => store.appendsPerSecond),
      row('store alone: µs CPU an append', (store) => store.appendCpuUs),
      row('store alone, one by one: appends/s', (store) => store.appendsPerSecondOneByOne),
      floor('floor, bare rows: one a commit, rows/s', (bare) => bare.rowsPerSecondOneByOne),
      floor('floor, bare rows: 100 a commit, rows/s', (bare) => bare.rowsPerSecondBy100),
    ],
  )
}

const fanoutTable = (rows: FanoutRow[]): string =>
  table(
    [
      'offered/s',
      'server',
      'deliveries/s',
      'p50 ms',
      'p99 ms',
      'µs CPU a delivery',
      'server cores',
      'client cores',
    ],
    rows.map((row) => [
      number(row.offeredPerSecond),
      NAMES[row.kind] ?? row.kind,
      show(row.deliveriesPerSecond),
      show(row.deliveryP50Ms),
      show(row.deliveryP99Ms),
      show(row.cpuPerDeliveryUs),
      show(row.serverCores),
      show(row.clientCores),
    ]),
  )

const NAMES: Record<string, string> = {
  floor: 'bare ws',
  relay: 'bare Socket.IO',
  memory: 'ours, memory',
}
