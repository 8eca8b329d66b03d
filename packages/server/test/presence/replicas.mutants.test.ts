import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createReplicas } from '../../src/presence/replicas'
import { mutate, type Mutation } from './model/mutate'
import { play, playDamage, playGoodbye, playPause, run } from './model/scenarios'
import type { Implementation } from './model/world'

const nameOf = (slot: number, boot: number) => `${slot}#${boot}`

/** Everything the model can find, on fewer runs: a mutant has to be plainly wrong. */
function tryOut(implementation: Implementation, numRuns = 3000): void {
  const whole = fc.property(run, (one) => {
    play(implementation, one)
    playGoodbye(implementation, one)
  })
  playDamage(implementation)
  for (const pauseMs of [3000, 12_000]) playPause(implementation, 1, pauseMs)
  fc.assert(whole, { numRuns, endOnFailure: true })
}

/** What the model says is wrong; `null` when it finds nothing. */
function findingOf(implementation: Implementation, numRuns?: number): string | null {
  try {
    tryOut(implementation, numRuns)
    return null
  } catch (error) {
    const { message, cause } = error as Error
    return cause instanceof Error ? cause.message : message
  }
}

const mutations: [name: string, mutation: Mutation][] = [
  [
    'applies a delta without looking for a gap',
    { file: 'replica.ts', find: 'if (delta.f === seq) {', replace: 'if (delta) {' },
  ],
  ['takes a stale snapshot', { file: 'replica.ts', find: 'page.s < seq ||', replace: 'false ||' }],
  [
    'does not compare the digests of heartbeats',
    { file: 'replica.ts', find: 's > seq || c !== count || x !== xor', replace: 's > seq' },
  ],
  [
    'does not compare the numbers of heartbeats',
    { file: 'replica.ts', find: 'isBehind = s > seq || c !== count || x !== xor', replace: '' },
  ],
  [
    'never thinks a node dead',
    { file: 'liveness.ts', find: 'DOWN_MS = 7000', replace: 'DOWN_MS = Infinity' },
  ],
  [
    'does not bring back the users of a node that is heard again',
    {
      file: 'replicas.ts',
      find: 'if (isBack) tellAll',
      replace: 'if (!node) tellAll',
    },
  ],
  [
    'answers with a snapshot before it told what changed',
    {
      file: 'replicas.ts',
      find: 'cancelAnswer = undefined\n      flush()',
      replace: 'cancelAnswer = undefined',
    },
  ],
  [
    'leaves without a goodbye',
    { file: 'replicas.ts', find: "    if (message.t === 'b') {", replace: '    if (!message) {' },
  ],
  [
    'believes what comes after a goodbye',
    { file: 'replicas.ts', find: '|| liveness.isBuried(node)', replace: '' },
  ],
  [
    'thinks all others dead after it stood still',
    { file: 'liveness.ts', find: 'at - tickedAt > PAUSE_MS', replace: 'at < 0' },
  ],
]

describe('the model finds a node that', () => {
  it('is not wrong at all to be right', () => {
    expect(findingOf({ createReplicas, nameOf }, 500)).toBeNull()
  }, 60_000)

  it.each(mutations)(
    '%s',
    async (_, mutation) => {
      const mutant = await mutate(mutation)
      expect(findingOf({ createReplicas: mutant, nameOf })).toMatch(/^I\d: /)
    },
    60_000,
  )

  it('has the same name after a restart', () => {
    const implementation = { createReplicas, nameOf: (slot: number) => String(slot) }
    expect(findingOf(implementation)).toMatch(/^I\d: /)
  }, 60_000)
})
