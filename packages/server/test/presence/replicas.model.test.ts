import fc from 'fast-check'
import { describe, it } from 'vitest'
import { createReplicas } from '../../src/presence/replicas'
import { play, playGoodbye, playPause, run } from './model/scenarios'

const real = {
  createReplicas,
  nameOf: (slot: number, boot: number) => `${slot}#${boot}`,
}
/** More runs, or one of them again: `MODEL_RUNS=200000`, `MODEL_SEED=…`. */
const numRuns = Number(process.env.MODEL_RUNS ?? 20_000)
const seed = process.env.MODEL_SEED ? { seed: Number(process.env.MODEL_SEED) } : {}

describe('createReplicas', () => {
  it(`agrees on all nodes after whatever went wrong, and is never wrong on the way (${numRuns} runs)`, () => {
    fc.assert(
      fc.property(run, (one) => play(real, one)),
      { numRuns, ...seed },
    )
  }, 300_000)

  it('takes who says goodbye out at once, also when older messages come after it', () => {
    fc.assert(
      fc.property(run, (one) => playGoodbye(real, one)),
      { numRuns: 1000, ...seed },
    )
  }, 60_000)

  it('believes nobody dead because it stood still itself', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 500, max: 55_000 }), (one, pauseMs) =>
        playPause(real, one, pauseMs),
      ),
      { numRuns: 300, ...seed },
    )
  }, 60_000)
})
