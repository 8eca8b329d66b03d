// @vitest-environment node
import { createStore } from '@monhub/realtime-react/core'
import { describe, expect, it, vi } from 'vitest'

describe('createStore', () => {
  it('merges a part, given or computed, into the state', () => {
    const store = createStore({ count: 1, name: 'a' })
    store.setState({ count: 2 })
    store.setState(({ count }) => ({ count: count + 1 }))
    expect(store.getState()).toEqual({ count: 3, name: 'a' })
  })

  it('keeps the first state for servers', () => {
    const store = createStore({ count: 1 })
    store.setState({ count: 2 })
    expect(store.getInitialState()).toEqual({ count: 1 })
  })

  it('tells nobody, and keeps the state object, when nothing changed', () => {
    const store = createStore({ count: 1, list: [1] })
    const listener = vi.fn()
    const { list } = store.getState()
    const before = store.getState()
    store.subscribe(listener)
    store.setState({ count: 1, list })
    expect(listener).not.toHaveBeenCalled()
    expect(store.getState()).toBe(before)
  })

  it('counts the same listener twice when it subscribed twice', () => {
    const store = createStore({ count: 1 })
    const listener = vi.fn()
    const unsubscribe = store.subscribe(listener)
    store.subscribe(listener)
    unsubscribe()
    unsubscribe()
    store.setState({ count: 2 })
    expect(listener).toHaveBeenCalledTimes(1)
  })

  it('says when the first subscriber comes and the last one goes', () => {
    const onActive = vi.fn()
    const store = createStore({ count: 1 }, onActive)
    const stops = [store.subscribe(() => {}), store.subscribe(() => {})]
    expect(onActive.mock.calls).toEqual([[true]])
    for (const stop of stops) stop()
    expect(onActive.mock.calls).toEqual([[true], [false]])
  })
})
