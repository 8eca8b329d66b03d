// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createInvalidations, targetsOf } from '../../src/core/invalidations'
import { browserPlatform } from '../../src/core/platform'

describe('targetsOf', () => {
  const map = {
    listing: '/api/listings',
    booking: ({ payload }: { payload?: unknown }) =>
      payload === undefined
        ? ['/api/bookings']
        : ['/api/bookings', `/api/bookings/${JSON.stringify(payload)}`],
  }

  it('gives what the map has for the type, made of the update where it is a function', () => {
    expect(targetsOf(map, { type: 'listing' })).toEqual(['/api/listings'])
    expect(targetsOf(map, { type: 'booking', payload: 7 })).toEqual([
      '/api/bookings',
      '/api/bookings/7',
    ])
    expect(targetsOf(map, { type: 'unknown' })).toEqual([])
    expect(targetsOf(map, { type: 'toString' })).toEqual([])
  })

  it('gives everything when everything has changed', () => {
    expect(targetsOf(map, { type: '*' })).toEqual(['/api/listings', '/api/bookings'])
  })
})

describe('createInvalidations', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })

  function setUp() {
    const invalidate = vi.fn()
    return {
      invalidate,
      ...createInvalidations<unknown>(invalidate, () => 400, browserPlatform.clock),
    }
  }

  it('invalidates each target once for a burst, after 50 ms and a part of the jitter', () => {
    const { invalidate, add } = setUp()
    add([['a'], 'b'])
    vi.advanceTimersByTime(200)
    add([['a']])
    vi.advanceTimersByTime(49)
    expect(invalidate).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(invalidate.mock.calls).toEqual([[['a']], ['b']])
    add(['b'])
    vi.advanceTimersByTime(250)
    expect(invalidate).toHaveBeenCalledTimes(3)
  })

  it('takes two filters for two, and nothing for no reason to wait', () => {
    const { invalidate, add } = setUp()
    add([])
    expect(vi.getTimerCount()).toBe(0)
    add([() => true, () => false])
    vi.advanceTimersByTime(250)
    expect(invalidate).toHaveBeenCalledTimes(2)
  })

  it('does nothing after it was cancelled', () => {
    const { invalidate, add, cancel } = setUp()
    add(['a'])
    cancel()
    vi.advanceTimersByTime(500)
    expect(invalidate).not.toHaveBeenCalled()
  })
})
