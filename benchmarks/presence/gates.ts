import { spreadOf, type Spread } from '../shared/statistics'
import type { Kind } from './kinds'
import type { Row, Run } from './measure'
import type { Reads } from './reads'
import type { Limits } from './sizes'

export interface Measured {
  storm: Row[]
  churn: Row[]
  reads: Record<string, Reads>
  limits: Limits
}

export interface Gate {
  what: string
  measured: Spread
  atLeast?: number
  atMost?: number
  isHeld: boolean
  /** Bytes and memory repeat on any machine; times do not, and so fail nothing. */
  isExact: boolean
}

const GROWTH = 1.1
const CPU_RATIO = 1.3
const READ_LIMITS = { isUserOnlineNs: 1000, getOnlineUsersMs: 2, heapMb: 40 }

const median = (row: Row | undefined, pick: (run: Run) => number) =>
  spreadOf(row?.runs.map(pick) ?? []).median

const rowOf = (rows: Row[], kind: Kind, population: number) =>
  rows.find((row) => row.kind === kind && row.population === population)

/** The largest population that the baseline was measured at. */
export const comparedAt = (rows: Row[]) =>
  Math.max(...rows.filter(({ kind }) => kind === 'baseline').map(({ population }) => population))

/** How many times fewer bytes than the baseline. */
function fewerBytes(rows: Row[], kind: Kind): Spread {
  const population = comparedAt(rows)
  const baseline = median(rowOf(rows, 'baseline', population), ({ bytes }) => bytes)
  return spreadOf(rowOf(rows, kind, population)?.runs.map(({ bytes }) => baseline / bytes) ?? [])
}

/** CPU as a multiple of the floor's, round by round. */
export function cpuOfFloor(rows: Row[], kind: Kind, population: number): Spread {
  const floor = rowOf(rows, 'floor', population)?.runs ?? []
  const runs = rowOf(rows, kind, population)?.runs ?? []
  return spreadOf(runs.map(({ cpuMs }, i) => cpuMs / (floor[i]?.cpuMs ?? NaN)))
}

/** The exponent with which bytes grow with the population: the slope in log-log, by least squares. */
export function growthOf(rows: Row[], kind: Kind): number {
  const points = rows
    .filter((row) => row.kind === kind)
    .map((row) => [Math.log(row.population), Math.log(median(row, ({ bytes }) => bytes))] as const)
  const mean = (pick: (point: readonly [number, number]) => number) =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length
  const [meanX, meanY] = [mean(([x]) => x), mean(([, y]) => y)]
  return mean(([x, y]) => (x - meanX) * (y - meanY)) / mean(([x]) => (x - meanX) ** 2)
}

export function gatesOf({ storm, churn, reads, limits }: Measured): Gate[] {
  const population = comparedAt(storm)
  const bytes = { isExact: true }
  return [
    atLeast('storm, everybody watched: bytes', fewerBytes(storm, 'all'), limits.storm.all),
    atLeast('storm, 20 watched: bytes', fewerBytes(storm, 'watched'), limits.storm.watched),
    atMost('storm, 20 watched: growth', spreadOf([growthOf(storm, 'watched')]), GROWTH, bytes),
    atLeast('churn, everybody watched: bytes', fewerBytes(churn, 'all'), limits.churn.all),
    atLeast('churn, 20 watched: bytes', fewerBytes(churn, 'watched'), limits.churn.watched),
    atMost('storm, everybody watched: CPU', cpuOfFloor(storm, 'all', population), CPU_RATIO),
    atMost('storm, 20 watched: CPU', cpuOfFloor(storm, 'watched', population), CPU_RATIO),
    ...Object.entries(reads).flatMap(([where, read]) => [
      atMost(`isUserOnline, ${where}: ns`, read.isUserOnlineNs, READ_LIMITS.isUserOnlineNs),
      atMost(`getOnlineUsers, ${where}: ms`, read.getOnlineUsersMs, READ_LIMITS.getOnlineUsersMs),
      atMost(`memory, ${where}: MB`, spreadOf([heapOf100k(read)]), READ_LIMITS.heapMb, bytes),
    ]),
  ]
}

const heapOf100k = ({ heapMb, users }: Reads) => (heapMb * 100_000) / users

const atLeast = (what: string, measured: Spread, limit: number): Gate => ({
  ...{ what, measured, atLeast: limit, isHeld: measured.median >= limit, isExact: true },
})

const atMost = (
  what: string,
  measured: Spread,
  limit: number,
  { isExact } = { isExact: false },
): Gate => ({ what, measured, atMost: limit, isHeld: measured.median <= limit, isExact })
