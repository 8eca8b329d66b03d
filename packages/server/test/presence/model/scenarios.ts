import fc from 'fast-check'
import { NOTHING_MORE, type Value } from '../../../src/presence/gossip'
import { createWorld, type Implementation, type Weather } from './world'

const USERS = ['ada', 'bob', 'eve', '__proto__']
const slot = fc.nat(2)
const value: fc.Arbitrary<Value | undefined> = fc.constantFrom(
  ...[undefined, NOTHING_MORE, NOTHING_MORE, { status: 'busy', setAt: 5 }, { away: true }],
)

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('set' as const),
      ...{ slot, user: fc.constantFrom(...USERS), value },
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(20, 60, 200, 400, 1000, 2500, 5000, 8000, 65_000),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        ...(['kill', 'boot', 'boot', 'stop', 'resume', 'bye', 'cut', 'heal'] as const),
      ),
      slot,
    }),
  },
)

export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const weather: fc.Arbitrary<Weather> = fc.record({
  loss: fc.constantFrom(0, 0.1, 0.3, 0.6),
  repeats: fc.constantFrom(0, 0.2),
  maxDelayMs: fc.constantFrom(5, 100, 365),
})

export interface Run {
  seed: number
  weather: Weather
  steps: Step[]
}
export const run: fc.Arbitrary<Run> = fc.record({
  seed: fc.integer(),
  weather,
  steps: fc.array(step, { maxLength: 30, size: 'max' }),
})

/** Two heartbeats and a second; a node that died must first be noticed. */
const CONVERGED_AFTER_MS = 5000
const NOTICED_AFTER_MS = 9000

/** Throws when an invariant does not hold at any moment of the run, or at its end. */
export function play(implementation: Implementation, { seed, weather, steps }: Run): void {
  const world = createWorld(implementation, seed)
  for (const slot of [0, 1, 2]) world.boot(slot)
  world.setWeather(weather)
  for (const one of steps) {
    if (one.do === 'set') world.set(one.slot, one.user, one.value)
    else if (one.do === 'wait') world.advance(one.ms)
    else if (one.do === 'cut') world.cut(one.slot, true)
    else if (one.do === 'heal') world.cut(one.slot, false)
    else world[one.do](one.slot)
  }
  const sawDeath = world.hasDead()
  world.mend()
  world.advance(sawDeath ? NOTICED_AFTER_MS : CONVERGED_AFTER_MS)
  world.assertConverged()
}

/** I5: who says goodbye is gone for everybody at once, whatever is still on its way. */
export function playGoodbye(implementation: Implementation, { seed, weather, steps }: Run): void {
  const world = createWorld(implementation, seed)
  for (const slot of [0, 1, 2]) world.boot(slot)
  world.setWeather({ ...weather, loss: 0 })
  world.set(0, 'ada', NOTHING_MORE)
  for (const one of steps) {
    if (one.do === 'set') world.set(one.slot, one.user, one.value)
    else if (one.do === 'wait') world.advance(one.ms)
    // Newcomers and returning nodes have answers under way when the goodbye overtakes them.
    else if (one.do === 'boot' && one.slot > 0) {
      world.kill(one.slot)
      world.boot(one.slot)
    }
  }
  const id = world.idOf(0) ?? ''
  world.bye(0)
  for (let ms = 0; ms < 500; ms += 50) world.advance(50)
  for (let i = 0; i < 10; i++) {
    for (const slot of [1, 2]) {
      const left = world.seenBy(slot).get(id)?.size ?? 0
      if (left > 0) throw new Error(`I5: ${left} users of a node that left are still shown`)
    }
    world.advance(50)
  }
}

/** A process that stood still believes nobody dead, and is right again soon after. */
export function playPause(implementation: Implementation, seed: number, pauseMs: number): void {
  const world = createWorld(implementation, seed)
  for (const slot of [0, 1, 2]) world.boot(slot)
  for (const slot of [0, 1, 2]) world.set(slot, `user ${slot}`, NOTHING_MORE)
  world.advance(3000)
  world.assertConverged()
  world.stop(0)
  world.advance(pauseMs)
  world.set(1, 'newcomer', NOTHING_MORE)
  world.resume(0)
  world.advance(CONVERGED_AFTER_MS)
  const left = world.leftFor(0)
  if (left.length > 0) throw new Error(`I7: a pause of ${pauseMs} ms made ${left.join()} leave`)
  world.assertConverged()
}

/** A copy that went wrong without a number being missed is found by its digest. */
export function playDamage(implementation: Implementation): void {
  const world = createWorld(implementation, 1)
  for (const slot of [0, 1, 2]) world.boot(slot)
  world.advance(1000)
  world.damageNextDelta()
  world.set(0, 'ada', NOTHING_MORE)
  world.advance(CONVERGED_AFTER_MS)
  world.assertConverged()
}
