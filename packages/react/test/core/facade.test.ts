// @vitest-environment node
import type { Socket } from 'socket.io-client'
import { describe, expect, it, vi } from 'vitest'
import { createFacade } from '../../src/core/facade'
import { createListeners } from '../../src/core/listeners'

function setUp() {
  const onThrow = vi.fn()
  const listeners = createListeners(onThrow)
  const facade = createFacade({ connected: true, id: 'x' } as Socket, listeners)
  return { listeners, facade, onThrow }
}

describe('createFacade', () => {
  it('calls listeners in order with every argument, and returns itself', () => {
    const { listeners, facade } = setUp()
    const calls: unknown[] = []
    facade
      .on('price', (...args) => calls.push(['first', ...args]))
      .on('price', (...args) => calls.push(['second', ...args]))
    listeners.emit('price', 1, 'euro')
    expect(calls).toEqual([
      ['first', 1, 'euro'],
      ['second', 1, 'euro'],
    ])
  })

  it('removes one registration of a listener, as Socket.IO does', () => {
    const { listeners, facade } = setUp()
    const listener = vi.fn()
    facade.on('price', listener).on('price', listener).off('price', listener)
    listeners.emit('price')
    expect(listener).toHaveBeenCalledTimes(1)
  })

  it('calls a listener of `once` once, and can remove it before', () => {
    const { listeners, facade } = setUp()
    const once = vi.fn()
    const removed = vi.fn()
    facade.once('price', once).once('price', removed).off('price', removed)
    listeners.emit('price')
    listeners.emit('price')
    expect(once).toHaveBeenCalledTimes(1)
    expect(removed).not.toHaveBeenCalled()
  })

  it('removes all of an event, but never those that are not its own', () => {
    const { listeners, facade } = setUp()
    const own = vi.fn()
    const kept = vi.fn()
    const stop = listeners.on('price', kept)
    facade.on('price', own).off('price')
    facade.off('price', kept)
    listeners.emit('price')
    expect(own).not.toHaveBeenCalled()
    expect(kept).toHaveBeenCalledTimes(1)
    stop()
    listeners.emit('price')
    expect(kept).toHaveBeenCalledTimes(1)
  })

  it('lets a listener that throws stop nobody', () => {
    const { listeners, facade, onThrow } = setUp()
    const after = vi.fn()
    const error = new Error('oops')
    facade.on('price', () => {
      throw error
    })
    facade.on('price', after)
    listeners.emit('price', 1)
    expect(after).toHaveBeenCalledWith(1)
    expect(onThrow).toHaveBeenCalledWith('price', error)
  })

  it('tells `onAny` listeners the name first, until `offAny`', () => {
    const { listeners, facade } = setUp()
    const any = vi.fn()
    const other = vi.fn()
    facade.onAny(any).onAny(other).offAny(any)
    listeners.emit('price', 1)
    expect(any).not.toHaveBeenCalled()
    expect(other).toHaveBeenCalledWith('price', 1)
    facade.offAny()
    listeners.emit('price', 2)
    expect(other).toHaveBeenCalledTimes(1)
  })

  it('lets a listener remove itself and others while it is called', () => {
    const { listeners, facade } = setUp()
    const second = vi.fn()
    const first = vi.fn(() => facade.off('price'))
    facade.on('price', first).on('price', second)
    listeners.emit('price')
    listeners.emit('price')
    expect(first).toHaveBeenCalledTimes(1)
    expect(second).toHaveBeenCalledTimes(1)
  })
})

describe('createListeners', () => {
  it('says whether an event has listeners, once for each change', () => {
    const { listeners, facade } = setUp()
    const watcher = vi.fn()
    listeners.watch('users:online', watcher)
    const listener = () => {}
    facade.on('users:online', listener).on('users:online', listener)
    facade.off('users:online', listener).off('users:online', listener)
    expect(watcher.mock.calls).toEqual([[false], [true], [false]])
  })
})
