// @vitest-environment node
import { createStore, type ConnectionState } from '@monhub/realtime-react/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLost } from '../../src/core/lost'
import { browserPlatform } from '../../src/core/platform'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function setUp(status: ConnectionState['status']) {
  const connection = createStore<ConnectionState>({ status, attempt: 0 })
  const lost = createLost({ connection, platform: browserPlatform })
  return { connection, isLost: () => lost.getState() }
}
const lose = () => ({ status: 'reconnecting', lostAt: Date.now() }) as const

describe('createLost', () => {
  it('begins 5 s after the connection was lost, whatever is tried meanwhile', () => {
    const { connection, isLost } = setUp('connected')
    connection.setState(lose())
    vi.advanceTimersByTime(3000)
    connection.setState({ attempt: 2 })
    vi.advanceTimersByTime(1999)
    expect(isLost()).toBe(false)
    vi.advanceTimersByTime(1)
    expect(isLost()).toBe(true)
  })

  it('ends with the connection, and counts anew', () => {
    const { connection, isLost } = setUp('connected')
    connection.setState(lose())
    vi.advanceTimersByTime(6000)
    connection.setState({ status: 'connected', lostAt: undefined })
    expect(isLost()).toBe(false)
    connection.setState(lose())
    vi.advanceTimersByTime(4999)
    expect(isLost()).toBe(false)
  })

  it('holds for a first connection that does not come about', () => {
    const { isLost } = setUp('connecting')
    vi.advanceTimersByTime(5000)
    expect(isLost()).toBe(true)
  })

  it('counts from when it was lost, also when asked later', () => {
    const connection = createStore<ConnectionState>({ attempt: 0, ...lose() })
    vi.advanceTimersByTime(4000)
    const lost = createLost({ connection, platform: browserPlatform })
    vi.advanceTimersByTime(1000)
    expect(lost.getState()).toBe(true)
  })

  it('is not said of somebody who was refused or signed out', () => {
    const { connection, isLost } = setUp('connected')
    connection.setState(lose())
    connection.setState({ status: 'unauthorized' })
    vi.advanceTimersByTime(9000)
    expect(isLost()).toBe(false)
  })
})
