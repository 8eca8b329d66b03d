import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createOnlineList } from '../../src/presence/onlineList'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function withList() {
  const online = new Set<string>()
  const sent: string[][] = []
  const list = createOnlineList({
    onlineUsers: () => [...online],
    send: (userIds) => sent.push(userIds),
  })
  const join = (...userIds: string[]) => {
    for (const userId of userIds) {
      online.add(userId)
      list.changed()
    }
  }
  const leave = (userId: string) => {
    online.delete(userId)
    list.changed()
  }
  return { list, sent, join, leave }
}

describe('createOnlineList', () => {
  it('tells the first change at once and gathers the others of a second', () => {
    const { sent, join } = withList()
    join('ada')
    expect(sent).toEqual([['ada']])
    join('bob', 'eve')
    expect(sent).toHaveLength(1)
    vi.advanceTimersByTime(1000)
    expect(sent).toEqual([['ada'], ['ada', 'bob', 'eve']])
  })

  it('says nothing when a change was undone within the window', () => {
    const { sent, join, leave } = withList()
    join('ada')
    join('bob')
    leave('bob')
    vi.advanceTimersByTime(5000)
    expect(sent).toEqual([['ada']])
  })

  it('does say it when a newcomer had been shown the change', () => {
    const { list, sent, join, leave } = withList()
    join('ada')
    join('bob')
    expect(list.forNewcomer()).toEqual(['ada', 'bob'])
    leave('bob')
    vi.advanceTimersByTime(1000)
    expect(sent).toEqual([['ada'], ['ada']])
  })

  it('widens the window with the square of the population', () => {
    const { sent, join } = withList()
    join('first')
    join(...Array.from({ length: 1999 }, (_, i) => `user-${i}`))
    vi.advanceTimersByTime(1000)
    expect(sent).toHaveLength(2)
    join('late')
    vi.advanceTimersByTime(10_000)
    expect(sent).toHaveLength(2)
    vi.advanceTimersByTime(1000)
    expect(sent).toHaveLength(3)
  })

  it('says nothing after close', () => {
    const { list, sent, join } = withList()
    join('ada')
    join('bob')
    list.close()
    vi.advanceTimersByTime(5000)
    expect(sent).toHaveLength(1)
  })
})
