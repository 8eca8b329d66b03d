import { beforeAll, describe, expect, it } from 'vitest'
import { bundle } from '../bundle.mjs'
import { tellFault } from '../src/presence/faults'
import { sentenceOf, type Fault } from '../src/run/faults'
import { runSeed } from '../src/run/runSeed'
import { tellViolation } from '../src/run/tellViolation'
import type { StoreFlaw as Flaw } from '../src/server/config'

// Anew every day, and said, so that a failure can be had again.
const today = Math.floor(Date.now() / 86_400_000)
const seed = Number(process.env.HISTORY_SEED ?? today)

let server = ''
beforeAll(async () => {
  server = await bundle('server/main.ts', 'server-of-test.mjs')
})

describe('a history of clients, servers and a network that breaks', () => {
  it('loses nothing, shows nothing twice, and is one order for all', async () => {
    console.log(`history seed ${seed}; the same again: HISTORY_SEED=${seed}`)
    const result = await runSeed({ seed, server, users: 14, messages: 400 })
    const { violations, acked, lostAcks, faults, complaints } = result
    console.log(`${acked} acknowledged, ${lostAcks} acknowledgements lost`)
    console.log(faults.map(sentenceOf).join('; '))
    expect(violations.map((violation) => tellViolation(violation, result))).toEqual([])
    expect(complaints).toBe('')
    expect(acked).toBeGreaterThan(300)
    expect(lostAcks).toBeGreaterThan(acked / 20)
    // What is judged is there: somebody has seen all of it.
    expect(result.history.views.filter(({ final }) => final && final.length > 0)).not.toEqual([])
  }, 60_000)
})

describe('a history across three nodes', () => {
  it('loses nothing, shows nothing twice, and is one order for all', async () => {
    console.log(`history seed ${seed} on three nodes; the same again: HISTORY_SEED=${seed}`)
    const result = await runSeed({
      ...{ seed, server, users: 10, doubles: 2, senders: 2, messages: 300 },
      ...{ nodes: 3, nodeFaultsMs: 7000, endsWithReset: true },
    })
    const { violations, acked, nodeFaults, complaints } = result
    console.log(nodeFaults.map(tellFault).join('; '))
    expect(violations.map((violation) => tellViolation(violation, result))).toEqual([])
    expect(complaints).toBe('')
    expect(acked).toBeGreaterThan(200)
    expect(nodeFaults).not.toEqual([])
    expect(result.history.views.filter(({ final }) => final && final.length > 0)).not.toEqual([])
  }, 90_000)
})

describe('checkHistory on a server that breaks a promise', () => {
  const kills: Fault[] = [1000, 3500].map((atMs) => ({ kind: 'kill', atMs, downMs: 200 }))
  const run = async (flaw: Flaw) => {
    const { violations, history, content } = await runSeed({
      seed: 7,
      server,
      flaw,
      ...{ users: 8, doubles: 1, senders: 2, messages: 240 },
      faults: kills,
      patience: { sendsMs: 4000, screensMs: 1000 },
    })
    return { kinds: new Set(violations.map(({ kind }) => kind)), history, content }
  }

  it('catches acknowledging before writing', async () => {
    const { kinds, history, content } = await run('acksBeforeWriting')
    expect(kinds).toContain('lost')
    // Not only because such a server makes ids up.
    const stored = new Set(content.rows.map(({ clientId }) => clientId))
    const acked = history.sends.filter(({ outcome }) => outcome === 'acked')
    expect(acked.filter(({ clientId = '' }) => !stored.has(clientId))).not.toEqual([])
  }, 30_000)

  it('catches storing what was repeated', async () => {
    const { kinds } = await run('storesTwice')
    expect(kinds).toContain('duplicate-row')
    expect(kinds).toContain('duplicate-render')
  }, 30_000)

  it('catches leaving out entries when clients catch up', async () => {
    const { kinds } = await run('skipsEntries')
    expect(kinds).toContain('gap-render')
    expect(kinds).toContain('stale')
  }, 30_000)

  it('catches acknowledging an edit that is not written', async () => {
    expect((await run('forgetsEdits')).kinds).toContain('lost-change')
  }, 30_000)

  it('finds nothing on the same run where no promise is broken', async () => {
    const { violations } = await runSeed({
      seed: 7,
      server,
      ...{ users: 8, doubles: 1, senders: 2, messages: 240 },
      faults: kills,
    })
    expect(violations).toEqual([])
  }, 60_000)
})
