// @vitest-environment node
import { describe, expect, it, vi } from 'vitest'
import { createPresenceState } from '../../src/core/presenceState'

function setUp({ ids = [] as string[], isAll = false } = {}) {
  const watched = new Set(ids)
  const all = { current: isAll }
  const onChange = vi.fn<(userId: string) => void>()
  const state = createPresenceState(
    { has: (id) => watched.has(id), isAll: () => all.current },
    onChange,
  )
  const changes = () => onChange.mock.calls.splice(0).map(([id]) => id)
  return { state, watched, all, changes }
}

describe('createPresenceState', () => {
  it('takes an answer as the truth about the ids that were asked for, and no others', () => {
    const { state, changes } = setUp({ ids: ['a', 'b', 'x'] })
    state.diff({ joined: { a: {}, x: {} } })
    changes()
    state.answer(['a', 'b'], { b: { status: 'busy' } })
    expect(changes()).toEqual(['a', 'b'])
    expect(['a', 'b', 'x'].map(state.of)).toEqual([null, { status: 'busy' }, {}])
  })

  it('takes an answer about everybody as the truth about everybody', () => {
    const { state, changes } = setUp({ ids: ['b'], isAll: true })
    state.diff({ joined: { a: {}, b: {} } })
    changes()
    state.answer('all', { c: {} })
    expect(changes().sort()).toEqual(['a', 'b', 'c'])
    expect(['a', 'b', 'c'].map(state.of)).toEqual([undefined, null, {}])
    expect(state.onlineUsers()).toEqual(['c'])
  })

  it('says nothing of details that are told again, and tells those that moved', () => {
    const { state, changes } = setUp({ ids: ['a'] })
    state.diff({ joined: { a: { status: 'busy', text: 'at lunch' } } })
    changes()
    state.diff({ joined: { a: { text: 'at lunch', status: 'busy' } } })
    expect(changes()).toEqual([])
    for (const meta of [{ status: 'busy' }, { status: 'free' }, { away: true }, {}]) {
      state.diff({ joined: { a: meta } })
      expect(changes()).toEqual(['a'])
    }
  })

  it('keeps the list while only details change', () => {
    const { state } = setUp({ isAll: true })
    state.answer('all', { b: {}, a: {} })
    const list = state.onlineUsers()
    expect(list).toEqual(['a', 'b'])
    state.diff({ joined: { a: { status: 'busy' } }, left: ['stranger'] })
    expect(state.onlineUsers()).toBe(list)
  })

  it('looks at nobody whom a diff does not name', () => {
    const { state, watched } = setUp({ ids: ['a'] })
    const has = vi.spyOn(watched, 'has')
    state.answer(['a'], {})
    for (let i = 0; i < 100; i++) watched.add(`user-${i}`)
    has.mockClear()
    state.diff({ joined: { a: {} } })
    expect(has).toHaveBeenCalledTimes(1)
  })

  it('forgets whom nobody watches, and takes no diff that names them', () => {
    const { state, watched, changes } = setUp({ ids: ['a', 'b'] })
    state.answer(['a', 'b'], { a: {} })
    watched.clear()
    changes()
    state.forget()
    expect(changes().sort()).toEqual(['a', 'b'])
    state.diff({ joined: { a: {} }, left: ['b'] })
    expect(['a', 'b'].map(state.of)).toEqual([undefined, undefined])
  })

  it('keeps who is online and watched with everybody when their own watch ends', () => {
    const { state, watched, all } = setUp({ ids: ['a', 'b'], isAll: true })
    state.answer('all', { a: {} })
    state.answer(['b'], {})
    watched.clear()
    state.forget(['a', 'b'])
    expect(['a', 'b'].map(state.of)).toEqual([{}, undefined])
    all.current = false
    state.forget()
    expect(state.of('a')).toBeUndefined()
  })

  it('doubts only who is offline', () => {
    const { state, changes } = setUp({ ids: ['a', 'b'] })
    state.answer(['a', 'b'], { a: {} })
    changes()
    state.doubt()
    expect(changes()).toEqual(['b'])
    expect(['a', 'b'].map(state.of)).toEqual([{}, undefined])
  })

  it('takes ids that are names of object properties', () => {
    const ids = ['constructor', 'toString', '__proto__']
    const { state } = setUp({ ids })
    state.answer(ids, {})
    expect(ids.map(state.of)).toEqual([null, null, null])
    const joined = JSON.parse('{"__proto__": {"status": "busy"}}') as Record<string, object>
    state.diff({ joined })
    expect(state.onlineUsers()).toEqual(['__proto__'])
  })
})
