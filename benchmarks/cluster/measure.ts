import { rounded, spreadOf, type Latency, type Spread } from '../shared/statistics'
import { ADAPTERS, type AdapterName } from './adapters'
import { startNodes, type Nodes } from './nodes'
import type { Sizes } from './sizes'
import { openTraffic, type Traffic } from './traffic'

/** A stretch of messages from one node to clients of the other. */
export interface Run extends Latency {
  /** Microseconds of CPU a message, of both nodes and a cluster's primary. */
  nodesUs: number
  redisUs: number
}

export interface Row {
  adapter: AdapterName
  bare: Run[]
  ours: Run[]
}

interface Contestant {
  nodes: Nodes
  traffic: Traffic
}

/** Both stand ready, and are measured in turns, there and back again. */
export async function measureAdapter(
  adapter: AdapterName,
  sizes: Sizes,
  say: (line: string) => void,
): Promise<Row> {
  const row: Row = { adapter, bare: [], ours: [] }
  const contestants: Partial<Record<'bare' | 'ours', Contestant>> = {}
  try {
    for (const who of ['bare', 'ours'] as const) {
      const nodes = await startNodes(adapter, who === 'ours')
      const traffic = await openTraffic(nodes, sizes).catch(async (error: unknown) => {
        await nodes.stop()
        throw error
      })
      contestants[who] = { nodes, traffic }
      await traffic.send(sizes.warmUp)
    }
    for (let round = 0; round < sizes.rounds; round++) {
      const order = ['bare', 'ours'] as const
      for (const who of round % 2 === 0 ? order : order.toReversed()) {
        const contestant = contestants[who]
        if (!contestant) continue
        const run = await measure(contestant, sizes.messages)
        row[who].push(run)
        say(`${adapter}, ${who}: ${run.nodesUs} µs CPU a message, p50 ${run.p50Ms} ms`)
      }
    }
    return row
  } finally {
    for (const { nodes, traffic } of Object.values(contestants)) {
      traffic.close()
      await nodes.stop()
    }
  }
}

async function measure({ nodes, traffic }: Contestant, messages: number): Promise<Run> {
  const before = await nodes.cpu()
  const latency = await traffic.send(messages)
  const after = await nodes.cpu()
  return rounded({
    ...latency,
    nodesUs: (1000 * (after.nodesMs - before.nodesMs)) / messages,
    redisUs: (1000 * (after.redisMs - before.redisMs)) / messages,
  })
}

export async function measureAdapters(sizes: Sizes, say: (line: string) => void): Promise<Row[]> {
  const rows: Row[] = []
  for (const adapter of ADAPTERS) rows.push(await measureAdapter(adapter, sizes, say))
  return rows
}

/** With ours, as a multiple of without, round by round. */
export const ratioOf = ({ bare, ours }: Row, pick: (run: Run) => number): Spread =>
  spreadOf(ours.map((run, i) => pick(run) / pick(bare[i] ?? run)))
