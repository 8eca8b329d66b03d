import { mkdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { tellFault } from './presence/faults'
import { countFaults, sentenceOf } from './run/faults'
import { runSeed, type SeedResult } from './run/runSeed'
import { tellViolation } from './run/tellViolation'

/**
 * Runs seeds one after the other with a line for each, and writes what came out as JSON. Gives
 * whether nothing was wrong.
 */
export async function runSeeds(given: { server: string; args: string[] }): Promise<boolean> {
  const { values } = parseArgs({
    args: given.args.filter((arg) => arg !== '--'),
    options: {
      seeds: { type: 'string', default: '30' },
      first: { type: 'string', default: '1' },
      seed: { type: 'string' },
      messages: { type: 'string', default: '51000' },
      nodes: { type: 'string', default: '1' },
      results: { type: 'string', default: 'results' },
    },
  })
  const first = Number(values.seed ?? values.first)
  const count = values.seed === undefined ? Number(values.seeds) : 1
  const nodes = Number(values.nodes)
  const messages = Math.ceil(Number(values.messages) / count)
  const lines: ReturnType<typeof summary>[] = []
  const startedAt = performance.now()

  for (let seed = first; seed < first + count; seed++) {
    const result = await runSeed({ seed, server: given.server, messages, nodes })
    lines.push(summary(result))
    console.log(sentence(result))
    if (values.seed !== undefined || result.violations.length > 0) {
      console.log(result.faults.map(sentenceOf).join('; '))
      if (nodes > 1) console.log(result.nodeFaults.map(tellFault).join('; '))
    }
    for (const violation of result.violations.slice(0, 10)) {
      console.log(tellViolation(violation, result))
    }
    if (result.complaints) console.log(result.complaints)
  }

  const sum = (key: 'acked' | 'lostAcks' | 'violations') =>
    lines.reduce((total, line) => total + line[key], 0)
  const total = {
    seeds: count,
    acked: sum('acked'),
    lostAcks: sum('lostAcks'),
    lostAcksPercent: percent(sum('lostAcks'), sum('acked')),
    violations: sum('violations'),
    seconds: Math.round((performance.now() - startedAt) / 1000),
  }
  const machine = { node: process.version, cpus: cpus().length }
  if (values.seed === undefined) {
    await mkdir(values.results, { recursive: true })
    await writeFile(
      join(values.results, nodes === 1 ? 'history.json' : `history-${nodes}-nodes.json`),
      `${JSON.stringify({ total, machine, seeds: lines }, null, 2)}\n`,
    )
  }
  console.log(
    `${count} seeds: ${total.acked} acknowledged, ${total.lostAcksPercent} % of the acknowledgements lost, ${total.violations} violations, ${total.seconds} s`,
  )
  return total.violations === 0
}

function countKinds(faults: readonly { kind: string }[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { kind } of faults) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

const percent = (part: number, whole: number) => Math.round((1000 * part) / whole) / 10

function summary(result: SeedResult) {
  const { seed, acked, lostAcks, duplicates, violations, faults, content, repeated } = result
  return {
    seed,
    outcome: violations.length === 0 ? 'clean' : 'violated',
    violations: violations.length,
    acked,
    lostAcks,
    lostAcksPercent: percent(lostAcks, acked),
    duplicateAnswers: duplicates,
    repeatedByHarness: repeated,
    entries: content.rows.length,
    screens: result.history.views.length,
    faults: { ...countFaults(faults), ...countKinds(result.nodeFaults) },
    workMs: result.workMs,
    sentAfterMs: result.sentAfterMs,
    shownAfterMs: result.shownAfterMs,
  }
}

function sentence(result: SeedResult): string {
  const { seed, outcome, violations, acked, lostAcksPercent, faults, ...rest } = summary(result)
  const happened = Object.entries(faults).map(([name, times]) => `${times} ${name}`)
  const times = `${(rest.workMs / 1000).toFixed(1)} s, shown everywhere ${rest.shownAfterMs} ms after`
  const verdict = violations === 0 ? outcome : `${violations} VIOLATIONS`
  return `seed ${seed}: ${verdict}; ${acked} acknowledged, ${lostAcksPercent} % lost acks; ${happened.join(', ')}; ${times}`
}
