import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { onWake } from '../../src/core/wake'

function setUp() {
  const listener = vi.fn()
  const stop = onWake(listener)
  onTestFinished(stop)
  return { listener, stop }
}
function becomes(visibilityState: DocumentVisibilityState) {
  const state = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(visibilityState)
  document.dispatchEvent(new Event('visibilitychange'))
  state.mockRestore()
}

describe('onWake', () => {
  it('hears of the network, of the back/forward cache and of the page being seen', () => {
    const { listener } = setUp()
    window.dispatchEvent(new Event('online'))
    window.dispatchEvent(new Event('pageshow'))
    becomes('visible')
    expect(listener).toHaveBeenCalledTimes(3)
    becomes('hidden')
    expect(listener).toHaveBeenCalledTimes(3)
  })

  it('hears nothing after it was stopped', () => {
    const { listener, stop } = setUp()
    stop()
    window.dispatchEvent(new Event('online'))
    window.dispatchEvent(new Event('pageshow'))
    becomes('visible')
    expect(listener).not.toHaveBeenCalled()
  })

  it('can be stopped after a test environment took its globals away', () => {
    const { stop } = setUp()
    for (const name of ['window', 'document', 'removeEventListener']) {
      vi.stubGlobal(name, undefined)
    }
    onTestFinished(() => void vi.unstubAllGlobals())
    expect(stop).not.toThrow()
  })

  it.each(['window', 'document'])('does nothing where there is no %s', (name) => {
    vi.stubGlobal(name, undefined)
    onTestFinished(() => void vi.unstubAllGlobals())
    expect(() => onWake(() => {})()).not.toThrow()
  })
})
