// @vitest-environment node
import { createLastSeen, createPresence } from '@monhub/realtime-react/core'
import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createPresenceModel } from './presenceModel'

const IDS = ['a', 'b', 'c']
const step = fc.record({
  type: fc.constantFrom(
    ...([
      'watch',
      'show',
      'release',
      'release',
      'join',
      'join',
      'leave',
      'visit',
      'appear',
    ] as const),
    ...(['everybody', 'nobody', 'flush', 'flush', 'cut', 'reconnect', 'wait'] as const),
    ...(['read', 'read', 'read', 'deliver', 'deliver', 'deliver'] as const),
  ),
  id: fc.constantFrom(...IDS),
  status: fc.constantFrom('busy', 'free'),
  ms: fc.constantFrom(400, 1100),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

function setUp() {
  const model = createPresenceModel()
  const { client } = model.stub
  const presence = client.feature(createPresence)
  const lastSeen = client.feature(createLastSeen)
  const watches = new Map<string, (() => void)[]>()
  const shown = new Set<string>()
  const lists: (() => void)[] = []
  const hold = (userId: string, stop: () => void) =>
    watches.set(userId, [...(watches.get(userId) ?? []), stop])

  const act: Record<Step['type'], (given: Step) => unknown> = {
    watch: (given) =>
      hold(
        given.id,
        presence.of(given.id).subscribe(() => {}),
      ),
    show(given) {
      const stop = lastSeen.of(given.id).subscribe(() => {})
      const release = () => {
        shown.delete(given.id)
        stop()
      }
      if (shown.has(given.id)) {
        stop()
        return
      }
      shown.add(given.id)
      hold(given.id, release)
    },
    release: (given) => watches.get(given.id)?.shift()?.(),
    everybody: () => lists.push(presence.onlineUsers.subscribe(() => {})),
    nobody: () => lists.shift()?.(),
    join: (given) => model.live.has(given.id) || model.live.set(given.id, {}),
    leave: (given) => model.live.delete(given.id),
    // Somebody comes and goes between two other steps: only their last seen moves.
    visit(given) {
      if (model.live.has(given.id)) return
      act.join(given)
      model.flush()
      act.leave(given)
      model.flush()
    },
    appear: ({ id: userId, status }) =>
      model.live.has(userId) && model.live.set(userId, { status }),
    ...{ flush: model.flush, cut: model.cut, reconnect: model.reconnect },
    ...{ read: model.read, deliver: model.deliver },
    wait: ({ ms }) => vi.advanceTimersByTimeAsync(ms),
  }

  return {
    ...{ model, presence, lastSeen, lists, shown },
    watched: () => IDS.filter((userId) => watches.get(userId)?.length),
    run: (next: Step) => act[next.type](next),
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('what the client shows is what is live, after any interleaving', async () => {
  const everything = async (steps: Step[]) => {
    const { model, presence, lastSeen, lists, shown, watched, run } = setUp()
    for (const next of steps) await run(next)
    await model.drain()

    const { live } = model
    for (const userId of watched()) {
      expect(presence.of(userId).getState()).toEqual(live.get(userId) ?? null)
      expect(presence.isOnline(userId).getState()).toBe(live.has(userId))
    }
    for (const userId of shown) {
      const seen = live.has(userId) ? undefined : model.lastSeen.get(userId)
      expect(lastSeen.of(userId).getState()).toBe(seen)
    }
    expect(presence.onlineUsers.getState()).toEqual(lists.length > 0 ? [...live.keys()].sort() : [])

    // Nothing stays watched or known once it has lingered.
    await vi.advanceTimersByTimeAsync(1100)
    await model.drain()
    for (const userId of IDS.filter((other) => !watched().includes(other)))
      expect(presence.of(userId).getState() ?? undefined).toEqual(
        lists.length > 0 ? live.get(userId) : undefined,
      )
  }
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), everything), {
    numRuns: 1000,
  })
}, 60_000)
