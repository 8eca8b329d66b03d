import { beforeAll, describe, expect, it } from 'vitest'
import { bundle } from '../../bundle.mjs'
import { tellFault, type PresenceFault } from '../../src/presence/faults'
import { runPresenceSeed, type PresenceSeedResult } from '../../src/presence/runPresenceSeed'
import { tellMistake } from '../../src/presence/tellMistake'
import { tellSeed } from '../../src/presence/tellSeed'
import type { AdapterName, GossipFlaw } from '../../src/server/config'

let server = ''
beforeAll(async () => {
  server = await bundle('server/main.ts', 'server-of-presence-test.mjs')
})

const judged = ({ violations, record, stuck, deaths, complaints }: PresenceSeedResult) => ({
  violations: violations.map((violation) => tellMistake(violation, record)),
  ...{ stuck, deaths, complaints },
})
const FLAWLESS = { violations: [], stuck: [], deaths: [], complaints: '' }

describe('presence on three nodes that break, and their Redis too', () => {
  // Always the same here, so that what lands does not depend on the day; a script runs many.
  const first = Number(process.env.PRESENCE_SEED ?? 1)
  const runs: [AdapterName, number][] = [
    ['classic', first],
    ['sharded', first + 1],
  ]

  it.concurrent.each(runs)(
    'is right in time on every node, with the %s adapter and seed %d',
    async (adapter, seed) => {
      const result = await runPresenceSeed({ seed, server, adapter, faultyMs: 14_000 })
      console.log(`${tellSeed(result)}\n  ${result.faults.map(tellFault).join('; ')}`)
      console.log(`the same again: PRESENCE_SEED=${first}`)
      expect(judged(result)).toEqual(FLAWLESS)
      expect(result.record.lives.flatMap(({ changes }) => changes).length).toBeGreaterThan(100)
    },
    60_000,
  )
})

describe('checkPresence on nodes that break a promise', () => {
  const faults: PresenceFault[] = [{ atMs: 2500, kind: 'SIGTERM', node: 0, forMs: 300 }]
  const run = async (flaw?: GossipFlaw) =>
    runPresenceSeed({ seed: 7, server, adapter: 'classic', faults, ...(flaw && { flaw }) })
  const kindsOf = ({ violations }: PresenceSeedResult) =>
    new Set(violations.map(({ kind }) => kind))

  it.concurrent.each([
    ['sends no heartbeats', 'sendsNoHeartbeats', 'missing'],
    ['sends nobody what it knows', 'sendsNoSnapshots', 'missing'],
    ['ends without a goodbye', 'saysNoGoodbye', 'ghost'],
  ] as const)(
    'catches one that %s',
    async (_, flaw, kind) => {
      expect(kindsOf(await run(flaw))).toContain(kind)
    },
    60_000,
  )

  it.concurrent(
    'finds nothing on the same run where no promise is broken',
    async () => {
      expect(judged(await run())).toEqual(FLAWLESS)
    },
    60_000,
  )
})
