import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PresenceDiff } from '@monhub/realtime-protocol'
import { createFanout } from '../../src/presence/fanout'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function withFanout() {
  const online = new Set<string>()
  const everything: PresenceDiff[] = []
  const perUser: [string, PresenceDiff][] = []
  const fanout = createFanout({
    isOnline: (userId) => online.has(userId),
    tellAll: (diff) => everything.push(diff),
    tellWatchers: (userId, diff) => perUser.push([userId, diff]),
  })
  const toggle = (userId: string) => {
    if (!online.delete(userId)) online.add(userId)
    fanout.changed(userId)
  }
  return { online, fanout, everything, perUser, toggle }
}

describe('createFanout', () => {
  it('tells a whole window in one diff, and each watcher of one user that part', () => {
    const { everything, perUser, toggle } = withFanout()
    toggle('ada')
    toggle('bob')
    vi.advanceTimersByTime(100)
    expect(everything).toEqual([{ joined: { ada: {}, bob: {} }, left: [] }])
    expect(perUser).toEqual([
      ['ada', { joined: { ada: {} }, left: [] }],
      ['bob', { joined: { bob: {} }, left: [] }],
    ])
  })

  it('says nothing when a change was undone within the window, and a snapshot never showed it', () => {
    const { fanout, everything, toggle } = withFanout()
    toggle('ada')
    expect(fanout.snapshot('all')).toEqual({})
    toggle('ada')
    vi.advanceTimersByTime(1000)
    expect(everything).toEqual([])
  })

  it('keeps every watcher in step: a snapshot at any moment plus the diffs after it is what is live', () => {
    const step = fc.oneof(
      fc.constantFrom('a', 'b', '__proto__').map((userId) => ({ userId })),
      fc.constantFrom({ waitMs: 40 }, { waitMs: 100 }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.nat(30), (steps, joinsAt) => {
        const { online, fanout, everything, toggle } = withFanout()
        let seen = new Set<string>()
        let from = 0
        steps.forEach((one, i) => {
          if (i === joinsAt) {
            seen = new Set(Object.keys(fanout.snapshot('all')))
            from = everything.length
          }
          if ('userId' in one) toggle(one.userId)
          else vi.advanceTimersByTime(one.waitMs)
        })
        if (joinsAt >= steps.length) from = 0
        vi.advanceTimersByTime(1000)
        for (const { joined, left } of everything.slice(from)) {
          for (const userId of Object.keys(joined)) seen.add(userId)
          for (const userId of left) seen.delete(userId)
        }
        expect([...seen].sort()).toEqual([...online].sort())
      }),
    )
  })
})
