// @vitest-environment node
import { createStore, createTracked, fields } from '@monhub/realtime-react/core'
import { describe, expect, it, vi } from 'vitest'

function setUp() {
  const store = createStore({ a: 1, b: 1 })
  const tracked = createTracked(fields(store, ['a', 'b']), { act: () => 'done' })
  return { store, tracked }
}

const read = (_: unknown) => {}

describe('createTracked', () => {
  it('keeps its object while only unread fields change', () => {
    const { store, tracked } = setUp()
    const first = tracked.getState()
    expect(first.a).toBe(1)
    store.setState({ b: 2 })
    expect(tracked.getState()).toBe(first)
  })

  it('gives a new object when a field that was read has changed', () => {
    const { store, tracked } = setUp()
    const first = tracked.getState()
    expect(first.a).toBe(1)
    store.setState({ a: 2 })
    expect(tracked.getState()).not.toBe(first)
    expect(tracked.getState().a).toBe(2)
    expect(first.a).toBe(1)
  })

  it('subscribes to the fields that were read, and to others once they are', async () => {
    const sources = { a: createStore({ n: 1 }), b: createStore({ n: 1 }) }
    const tracked = createTracked<{ a: { n: number }; b: { n: number } }, object>(sources, {})
    const listener = vi.fn()
    read(tracked.getState().a)
    const unsubscribe = tracked.subscribe(listener)
    sources.b.setState({ n: 2 })
    expect(listener).not.toHaveBeenCalled()

    read(tracked.getState().b)
    await Promise.resolve()
    sources.b.setState({ n: 3 })
    expect(listener).toHaveBeenCalledTimes(1)

    unsubscribe()
    sources.a.setState({ n: 2 })
    expect(listener).toHaveBeenCalledTimes(1)
  })

  it('tells of a change between the read and the subscription', () => {
    const { store, tracked } = setUp()
    const listener = vi.fn()
    read(tracked.getState().a)
    store.setState({ a: 2 })
    tracked.subscribe(listener)
    expect(listener).toHaveBeenCalled()
  })

  it('gives servers the initial values, in an object that stays the same', () => {
    const { store, tracked } = setUp()
    store.setState({ a: 2 })
    expect(tracked.getInitialState().a).toBe(1)
    expect(tracked.getInitialState()).toBe(tracked.getInitialState())
  })

  it('carries its actions and can be spread', () => {
    const { tracked } = setUp()
    expect({ ...tracked.getState() }).toMatchObject({ a: 1, b: 1 })
    expect(tracked.getState().act()).toBe('done')
  })
})
