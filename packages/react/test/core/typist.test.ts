// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTypist } from '../../src/core/typist'
import { browserPlatform } from '../../src/core/platform'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function setUp() {
  const announce = vi.fn<(isTyping: boolean) => void>()
  const typist = createTypist(browserPlatform.clock, announce)
  return { typist, said: () => announce.mock.calls.flat() }
}

describe('createTypist', () => {
  it('announces many keystrokes once in 3 s', () => {
    const { typist, said } = setUp()
    for (let at = 0; at < 5900; at += 100) {
      typist.setTyping(true)
      vi.advanceTimersByTime(100)
    }
    expect(said()).toEqual([true, true])
  })

  it('stops by itself 6 s after the last keystroke', () => {
    const { typist, said } = setUp()
    typist.setTyping(true)
    vi.advanceTimersByTime(1000)
    typist.setTyping(true)
    vi.advanceTimersByTime(5999)
    expect(said()).toEqual([true])
    vi.advanceTimersByTime(1)
    expect(said()).toEqual([true, false])
  })

  it('stops once, and starts again at once', () => {
    const { typist, said } = setUp()
    typist.setTyping(false)
    typist.setTyping(true)
    typist.setTyping(false)
    typist.setTyping(false)
    typist.setTyping(true)
    expect(said()).toEqual([true, false, true])
  })

  it('announces again after a reset, and nothing of what was before', () => {
    const { typist, said } = setUp()
    typist.setTyping(true)
    typist.reset()
    vi.advanceTimersByTime(60_000)
    expect(said()).toEqual([true])
    typist.setTyping(true)
    expect(said()).toEqual([true, true])
  })
})
