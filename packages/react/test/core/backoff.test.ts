// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { backoffMs } from '../../src/core/backoff'

const most = () => 1
const least = () => 0

describe('backoffMs', () => {
  it('doubles its ceiling from 1 s to 30 s', () => {
    expect([0, 1, 2, 3, 4, 5, 60].map((attempt) => backoffMs(attempt, 0, most))).toEqual([
      1000, 2000, 4000, 8000, 16_000, 30_000, 30_000,
    ])
  })

  it('is spread over the whole range, but never under 100 ms', () => {
    expect(backoffMs(5, 0, () => 0.5)).toBe(15_000)
    expect(backoffMs(5, 0, least)).toBe(100)
  })

  it('waits at least as long as the server asked for', () => {
    expect(backoffMs(0, 5000, least)).toBe(5100)
    expect(backoffMs(0, 5000, most)).toBe(6000)
  })
})
