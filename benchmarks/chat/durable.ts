import { alternate, withContestants, type Contestant } from './bench'
import type { Kind } from './kinds'
import { PAIRS } from './sendAll'
import type { Sizes } from './sizes'
import { rounded, spreadOf, type Spread } from '../shared/statistics'

export interface Durable {
  /** From the socket to the ack, through the whole server, as fast as answers come. */
  sendsPerSecond: Spread
  sendCpuUs: Spread
  ackP50Ms: Spread
  ackP99Ms: Spread
  /** The store by itself: many at once, and one after the other. */
  appendsPerSecond: Spread
  appendCpuUs: Spread
  appendsPerSecondOneByOne: Spread
}

export interface Floor {
  /** Rows into one bare table, each committed by itself, and 100 in one commit. */
  rowsPerSecondOneByOne: Spread
  rowsPerSecondBy100: Spread
}

/** A durable store behind the whole server, and by itself. */
export function measureStore(
  entry: { kind: Kind; mongoUrl?: string },
  work: {
    rounds: number
    textLength: number
    messages: number
    appends: number
    /** Messages under way at a time: by how many senders, and how many of each. */
    senders: number
    outstandingEach: number
  },
  say: (line: string) => void,
): Promise<Durable & { floor?: Floor }> {
  const { rounds, textLength, messages, appends, senders, outstandingEach } = work
  return withContestants([{ ...entry, connections: senders }], async (contestants) => {
    const results = await alternate(contestants, rounds, async (contestant, round) => {
      const sends = await contestant.measure({
        audience: PAIRS,
        pace: { kind: 'closed', messages, outstandingEach },
        textLength,
      })
      const many = await append(contestant, {
        count: appends,
        outstanding: 2 * senders,
        textLength,
      })
      const few = Math.max(1, Math.round(appends / 10))
      const oneByOne = await append(contestant, { count: few, outstanding: 1, textLength })
      const floor = entry.kind === 'mongodb' ? undefined : await bare(contestant, appends)
      say(
        `${entry.kind}, round ${round + 1} of ${rounds}: ${sends.messagesPerSecond} sends/s, ${many.perSecond} appends/s`,
      )
      return { sends, many, oneByOne, floor }
    })
    const rows = results[entry.kind] ?? []
    const floors = rows.flatMap(({ floor }) => floor ?? [])
    return {
      sendsPerSecond: spreadOf(rows.map(({ sends }) => sends.messagesPerSecond)),
      sendCpuUs: spreadOf(rows.map(({ sends }) => sends.cpuPerMessageUs)),
      ackP50Ms: spreadOf(rows.map(({ sends }) => sends.ack.p50Ms)),
      ackP99Ms: spreadOf(rows.map(({ sends }) => sends.ack.p99Ms)),
      appendsPerSecond: spreadOf(rows.map(({ many }) => many.perSecond)),
      appendCpuUs: spreadOf(rows.map(({ many }) => many.cpuUs)),
      appendsPerSecondOneByOne: spreadOf(rows.map(({ oneByOne }) => oneByOne.perSecond)),
      ...(floors.length > 0 && {
        floor: {
          rowsPerSecondOneByOne: spreadOf(floors.map(({ one }) => one)),
          rowsPerSecondBy100: spreadOf(floors.map(({ hundred }) => hundred)),
        },
      }),
    }
  })
}

export const measureSqlite = (
  kind: 'sqlite' | 'other sqlite',
  { rounds, textLength, durable }: Sizes,
  say: (line: string) => void,
) =>
  measureStore({ kind }, { rounds, textLength, ...durable, senders: 100, outstandingEach: 4 }, say)

async function append(
  { process }: Contestant,
  work: { count: number; outstanding: number; textLength: number },
) {
  const { count, outstanding, textLength } = work
  const before = await process.call('cpuMs')
  const ms = await process.call('append', { count, outstanding, text: 'x'.repeat(textLength) })
  const cpuMs = (await process.call('cpuMs')) - before
  return rounded({ perSecond: (1000 * count) / ms, cpuUs: (1000 * cpuMs) / count })
}

async function bare({ kind, process }: Contestant, appends: number) {
  const isOther = kind === 'other sqlite'
  const rate = async (rows: number, perCommit: number) =>
    (1000 * rows) / (await process.call('bareInserts', { rows, perCommit, isOther }))
  return { one: await rate(Math.ceil(appends / 20), 1), hundred: await rate(appends, 100) }
}
