// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { createCatchUp } from '../../src/core/catchUp'
import { createStubClient } from './stubClient'

const turn = () => Promise.resolve()

function setUp() {
  const stub = createStubClient()
  const { begin, isCatchingUp } = createCatchUp(stub.client)
  return { ...stub, begin, isCatchingUp: () => isCatchingUp.getState() }
}

describe('createCatchUp', () => {
  it('lasts from a reconnect until the last fetch has ended', async () => {
    const { begin, isCatchingUp, disconnect, connect } = setUp()
    disconnect()
    connect()
    const ends = [begin(), begin()]
    await turn()
    expect(isCatchingUp()).toBe(true)
    ends[0]?.()
    expect(isCatchingUp()).toBe(true)
    ends[1]?.()
    expect(isCatchingUp()).toBe(false)
  })

  it('is over at once when there is nothing to fetch, and stays so', async () => {
    const { begin, isCatchingUp, disconnect, connect } = setUp()
    disconnect()
    connect()
    await turn()
    begin()
    expect(isCatchingUp()).toBe(false)
  })

  it('is not about the first connection', async () => {
    const { begin, isCatchingUp } = setUp()
    begin()
    await turn()
    expect(isCatchingUp()).toBe(false)
  })

  it('ends when the connection is lost again', async () => {
    const { begin, isCatchingUp, disconnect, connect } = setUp()
    disconnect()
    connect()
    begin()
    await turn()
    disconnect()
    expect(isCatchingUp()).toBe(false)
  })
})
