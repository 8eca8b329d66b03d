import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonBytes } from '@monhub/realtime-protocol'

const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value))

describe('jsonBytes', () => {
  it('is the size of the JSON, but for escapes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const counted = jsonBytes(value) ?? NaN
        expect(counted).toBeGreaterThanOrEqual(bytes(value) / 6)
        expect(counted).toBeLessThanOrEqual(bytes(value) * 2 + 8)
      }),
    )
  })

  it('counts what a character takes in UTF-8', () => {
    for (const text of ['a', 'é', '€', '👩‍👧', 'mixed é€👩‍👧']) {
      expect(jsonBytes(text)).toBe(bytes(text))
    }
  })

  it('stops soon after the budget', () => {
    const huge = Array.from({ length: 1_000_000 }, () => 'x')
    expect(jsonBytes(huge, 100)).toBeLessThan(200)
    expect(jsonBytes('x'.repeat(1_000_000), 100)).toBeGreaterThan(100)
  })

  it('gives undefined for binary, cycles and deep nesting', () => {
    const cycle: unknown[] = []
    cycle.push(cycle)
    const deep = JSON.parse('['.repeat(9) + ']'.repeat(9)) as unknown
    for (const value of [
      Buffer.from('x'),
      new ArrayBuffer(1),
      cycle,
      deep,
      { a: [new Uint8Array(1)] },
    ]) {
      expect(jsonBytes(value)).toBeUndefined()
    }
    expect(jsonBytes(JSON.parse('['.repeat(8) + ']'.repeat(8)))).toBeDefined()
  })
})
