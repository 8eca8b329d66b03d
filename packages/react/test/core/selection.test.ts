// @vitest-environment node
import { createStore, fields } from '@monhub/realtime-react/core'
import { describe, expect, it, vi } from 'vitest'
import { createSelection } from '../../src/core/selection'
import { createTracked } from '../../src/core/tracked'

function setUp() {
  const store = createStore({ text: 'a', count: 0, other: 0 })
  const add = () => store.setState(({ count }) => ({ count: count + 1 }))
  const all = createTracked(fields(store, ['text', 'count']), { add })
  return { store, add, all }
}

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
    const source = createSelection<{ text: string; count: number }, number[]>(all)(
      ({ count }) => [count],
      Object.is,
    )
    const part = source.getState()
    expect(source.getState()).toBe(part)
    add()
    expect(source.getState()).not.toBe(part)
  })

  it('asks the selector anew for what it reads alone', () => {
    const { store, add, all } = setUp()
    const pick = vi.fn(({ text }: { text: string }) => text)
    const source = createSelection<{ text: string; count: number }, string>(all)(pick, Object.is)
    source.getState()
    add()
    source.getState()
    expect(pick).toHaveBeenCalledTimes(1)
    store.setState({ text: 'b' })
    expect(source.getState()).toBe('b')
  })
})
