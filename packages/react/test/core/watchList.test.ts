// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { createWatchList } from '../../src/core/watchList'

const setUp = (size = 500) => createWatchList(() => size)

describe('createWatchList', () => {
  it('asks for what is wanted and was not told, once', () => {
    const list = setUp()
    list.add('a')
    list.add('a')
    list.add('b')
    expect(list.take()).toEqual([{ add: ['a', 'b'] }])
    expect(list.take()).toEqual([])
  })

  it('watches somebody until the last one who asked is gone', () => {
    const list = setUp()
    list.add('a')
    list.add('a')
    list.take()
    list.remove('a')
    expect(list.take()).toEqual([])
    list.remove('a')
    expect(list.take()).toEqual([{ remove: ['a'] }])
  })

  it('says nothing of what was taken back before it was told', () => {
    const list = setUp()
    list.add('a')
    list.setAll(true)
    list.remove('a')
    list.setAll(false)
    expect(list.take()).toEqual([])
  })

  it('asks for everything again after a restart', () => {
    const list = setUp()
    list.add('a')
    list.setAll(true)
    list.take()
    list.restart()
    expect(list.take()).toEqual([{ add: ['a'] }, { all: true }])
  })

  it('starts anew with one request, and gives the rest after it', () => {
    const list = setUp(2)
    expect(list.first()).toBeUndefined()
    for (const id of ['a', 'b', 'c']) list.add(id)
    list.take()
    expect(list.first()).toEqual({ add: ['a', 'b'] })
    list.setAll(true)
    list.remove('a')
    expect(list.first()).toEqual({ add: ['b', 'c'], all: true })
    list.add('d')
    expect(list.take()).toEqual([{ add: ['d'] }])
  })

  it('splits by what one request may carry', () => {
    const list = setUp(2)
    for (const id of ['a', 'b', 'c']) list.add(id)
    expect(list.take()).toEqual([{ add: ['a', 'b'] }, { add: ['c'] }])
  })

  it('leaves out ids that the server would refuse together with the others', () => {
    const list = setUp()
    for (const id of ['', 'with space', 'a\u0000', '\ud800', 'x'.repeat(129), 'fine', '😀']) {
      list.add(id)
    }
    // From an app without types.
    list.add(42 as unknown as string)
    expect(list.take()).toEqual([{ add: ['fine', '😀'] }])
  })
})
