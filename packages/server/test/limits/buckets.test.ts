import { describe, expect, it } from 'vitest'
import { createBuckets } from '../../src/limits/buckets'

function withClock(rate: { perSecond: number; burst: number }) {
  const clock = { ms: 0 }
  return { clock, ...createBuckets<string>(rate, () => clock.ms) }
}

describe('createBuckets', () => {
  it('lets a burst through, then what comes back, and says how long to wait', () => {
    const { clock, take } = withClock({ perSecond: 50, burst: 100 })
    for (let i = 0; i < 100; i++) expect(take('ada', 1)).toBe(0)
    expect(take('ada', 1)).toBe(20)
    expect(take('ada', 5)).toBe(100)
    clock.ms += 99
    expect(take('ada', 5)).toBe(1)
    clock.ms += 1
    expect(take('ada', 5)).toBe(0)
    expect(take('ada', 1)).toBe(20)
  })

  it('never gives more than burst + rate × time, however it is asked', () => {
    const { clock, take } = withClock({ perSecond: 50, burst: 100 })
    let passed = 0
    for (let ms = 0; ms < 60_000; ms++) {
      clock.ms = ms
      if (take('ada', 1) === 0) passed++
    }
    expect(passed).toBeGreaterThan(100 + 50 * 59)
    expect(passed).toBeLessThanOrEqual(100 + 50 * 60)
  })

  it('keeps a bucket for each key, and refuses without taking', () => {
    const { take } = withClock({ perSecond: 1, burst: 2 })
    expect(take('ada', 1)).toBe(0)
    expect(take('ada', 2)).toBe(1000)
    expect(take('ada', 1)).toBe(0)
    expect(take('bob', 2)).toBe(0)
  })

  it('lets through what costs more than a burst, once it is full', () => {
    const { clock, take } = withClock({ perSecond: 1, burst: 3 })
    expect(take('ada', 5)).toBe(0)
    expect(take('ada', 5)).toBe(3000)
    clock.ms += 3000
    expect(take('ada', 5)).toBe(0)
  })

  it('forgets keys whose bucket is full again', () => {
    const { clock, take, size } = withClock({ perSecond: 1, burst: 20 })
    for (let i = 0; i < 1000; i++) take(`user ${i}`, 1)
    take('busy', 20)
    expect(size()).toBe(1001)
    clock.ms = 10_000
    take('next', 1)
    expect(size()).toBe(2)
    expect(take('busy', 11)).toBe(1000)
  })
})
