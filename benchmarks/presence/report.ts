import type { Machine } from '../shared/machine'
import { rounded, spreadOf } from '../shared/statistics'
import { number, show, table } from '../shared/table'
import { comparedAt, cpuOfFloor, gatesOf, growthOf, type Gate, type Measured } from './gates'
import type { Kind } from './kinds'
import type { Row, Run } from './measure'
import type { Churn } from './load'

export interface Results extends Measured {
  machine: Machine
  rounds: number
  closeRounds: number
  churnOf: Churn & { population: number }
}

/** The results as a page: medians, and the least and the most of the rounds in parentheses. */
export function report(results: Results): string {
  const { machine, rounds, closeRounds, storm, churn, churnOf } = results
  const events = `${churnOf.events} events at ${churnOf.perSecond}/s, half of them departures, half returns ${churnOf.awayMs / 1000} s later`
  return [
    `${machine.date.slice(0, 10)}, Node ${machine.node}, ${machine.cores} cores shared by servers, clients and whatever else ran; load average ${machine.loadAverageBefore} before and ${machine.loadAverageAfter} after. Medians of ${rounds} rounds, of ${closeRounds} at ${number(comparedAt(storm))} people (least – most); the baseline ran once.`,
    '### Goals',
    table(['what', 'measured', 'goal', ''], gatesOf(results).map(gateRow)),
    '### Storm',
    'All connect, 64 at a time, until every client shows everybody it watches.',
    stormTable(storm),
    `Bytes grow with N^${growth(storm, 'baseline')} (baseline), N^${growth(storm, 'all')} (everybody watched) and N^${growth(storm, 'watched')} (20 watched).`,
    '### Churn',
    `${number(churnOf.population)} people, ${events}. An event of the floor is a connection that closes or opens.`,
    churnTable(churn, churnOf.events),
    '### Reading and keeping',
    readsTable(results),
  ].join('\n\n')
}

const gateRow = ({ what, measured, atLeast, atMost, isHeld, isExact }: Gate) => [
  what,
  `${show(measured)}${what.includes('bytes') ? ' × fewer' : what.includes('CPU') ? ' × the floor' : ''}`,
  atLeast === undefined ? `at most ${number(atMost ?? NaN)}` : `at least ${number(atLeast)}`,
  isHeld ? 'held' : isExact ? '**missed**' : 'missed',
]

const spread = ({ runs }: Row, pick: (run: Run) => number) => {
  const { median, min, max } = spreadOf(runs.map(pick))
  return min === max ? number(median) : show({ median, min, max })
}

function stormTable(rows: Row[]): string {
  return table(
    ['people', 'server', 'MB', 'frames', 'CPU s', '× floor', 'peak MB', 'loop p99 ms', 's'],
    rows.map((row) => [
      number(row.population),
      NAMES[row.kind],
      spread(row, ({ bytes }) => bytes / 1e6),
      spread(row, ({ frames }) => frames),
      spread(row, ({ cpuMs }) => cpuMs / 1000),
      row.kind === 'floor' ? '' : show(cpuOfFloor(rows, row.kind, row.population)),
      spread(row, ({ peakRssMb }) => peakRssMb),
      spread(row, ({ loopDelayP99Ms }) => loopDelayP99Ms),
      spread(row, ({ elapsedMs }) => elapsedMs / 1000),
    ]),
  )
}

function churnTable(rows: Row[], events: number): string {
  return table(
    ['server', 'KB an event', 'frames an event', 'CPU ms an event', '× floor', 'loop p99 ms'],
    rows.map((row) => [
      NAMES[row.kind],
      spread(row, ({ bytes }) => bytes / 1000 / events),
      spread(row, ({ frames }) => frames / events),
      spread(row, ({ cpuMs }) => cpuMs / events),
      row.kind === 'floor' ? '' : show(cpuOfFloor(rows, row.kind, row.population)),
      spread(row, ({ loopDelayP99Ms }) => loopDelayP99Ms),
    ]),
  )
}

const readsTable = ({ reads }: Results): string =>
  table(
    ['users', 'connected to', 'isUserOnline ns', 'getOnlineUsers ms', 'MB'],
    Object.entries(reads).map(([where, { users, isUserOnlineNs, getOnlineUsersMs, heapMb }]) => [
      number(users),
      where === 'local' ? 'this node' : 'another node',
      show(isUserOnlineNs),
      show(getOnlineUsersMs),
      number(heapMb),
    ]),
  )

const NAMES: Record<Kind, string> = {
  baseline: 'full list to all',
  floor: 'connections only',
  'all by hand': 'by hand, everybody watched',
  'watched by hand': 'by hand, 20 watched',
  all: 'ours, everybody watched',
  watched: 'ours, 20 watched',
}

const growth = (rows: Row[], kind: Kind) => rounded({ of: growthOf(rows, kind) }).of
