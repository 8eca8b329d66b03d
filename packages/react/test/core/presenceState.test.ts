// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { applyDiff, applyWatch, changed, keepOnly } from '../../src/core/presenceState'

const online = (...ids: string[]) => new Map(ids.map((id) => [id, {}]))

describe('applyWatch', () => {
  it('is the truth about the ids that were asked for, and says nothing of others', () => {
    expect(applyWatch(online('a', 'b', 'x'), ['a', 'b', 'c'], { b: {}, c: {} })).toEqual(
      online('b', 'x', 'c'),
    )
  })

  it('replaces everything when everybody was asked for', () => {
    expect(applyWatch(online('a', 'b'), 'all', { c: {} })).toEqual(online('c'))
  })

  it('takes ids that are names of object properties', () => {
    expect(applyWatch(online(), ['constructor', 'toString'], {}).size).toBe(0)
  })
})

describe('applyDiff', () => {
  it('adds who joined and removes who left', () => {
    expect(applyDiff(online('a', 'b'), { joined: { c: {} }, left: ['a', 'z'] })).toEqual(
      online('b', 'c'),
    )
  })
})

describe('keepOnly', () => {
  it('drops who is no longer watched', () => {
    expect(keepOnly(online('a', 'b'), (id) => id !== 'a')).toEqual(online('b'))
  })
})

describe('changed', () => {
  it('names who came and who went', () => {
    expect(changed(online('a', 'b'), online('b', 'c'))).toEqual(['a', 'c'])
  })
})
