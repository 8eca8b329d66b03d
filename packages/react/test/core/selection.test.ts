// @vitest-environment node
import { createStore, fields } from '@monhub/realtime-react/core'
import { describe, expect, it, vi } from 'vitest'
import { combine, createSelection } from '../../src/core/selection'

function setUp() {
  const store = createStore({ text: 'a', count: 0, other: 0 })
  const add = () => store.setState(({ count }) => ({ count: count + 1 }))
  const all = combine(fields(store, ['text', 'count']), { add })
  return { store, add, all }
}

describe('combine', () => {
  it('gives a new object whenever a field changed, and the same one otherwise', () => {
    const { store, add, all } = setUp()
    const before = all.getState()
    expect(before).toEqual({ text: 'a', count: 0, add })
    store.setState({ other: 1 })
    expect(all.getState()).toBe(before)
    add()
    expect(all.getState()).toEqual({ text: 'a', count: 1, add })
    expect(before.count).toBe(0)
  })

  it('is subscribed to every source, until it is not', () => {
    const { add, all } = setUp()
    const listener = vi.fn()
    const unsubscribe = all.subscribe(listener)
    add()
    expect(listener).toHaveBeenCalled()
    listener.mockClear()
    unsubscribe()
    add()
    expect(listener).not.toHaveBeenCalled()
  })

  it('has a constant initial state', () => {
    const { add, all } = setUp()
    const initial = all.getInitialState()
    add()
    expect(all.getInitialState()).toBe(initial)
    expect(initial.count).toBe(0)
  })
})

describe('createSelection', () => {
  it('keeps the part while it is equal, across selectors', () => {
    const { store, add, all } = setUp()
    const selection = createSelection<{ text: string; count: number }, string[]>(all)
    const isEqual = (one: string[], other: string[]) => one.join() === other.join()
    const part = selection(({ text }) => [text], isEqual).getState()
    add()
    expect(selection(({ text }) => [text], isEqual).getState()).toBe(part)
    store.setState({ text: 'b' })
    expect(selection(({ text }) => [text], isEqual).getState()).toEqual(['b'])
  })

  it('keeps the part that one selector took while the state is the same', () => {
    const { add, all } = setUp()
    const source = createSelection<{ text: string; count: number }, string[]>(all)(
      ({ text }) => [text],
      Object.is,
    )
    const part = source.getState()
    expect(source.getState()).toBe(part)
    add()
    expect(source.getState()).not.toBe(part)
  })
})
