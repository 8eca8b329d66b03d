import { createDataSync } from '@monhub/realtime-react/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createStubClient } from './stubClient'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function subscribed() {
  const stub = createStubClient()
  const told: string[] = []
  createDataSync(stub.client).subscribe('*', ({ type, version }) => told.push(`${type} ${version}`))
  stub.connect()
  return { stub, told }
}

describe('createDataSync', () => {
  it('takes the first answer for where the page starts from', async () => {
    const { stub, told } = subscribed()
    await stub.at(-1).answer({ versions: { property: '1' } })
    expect(told).toEqual([])
  })

  it('tells of what moved while nobody listened, without a reconnect between', async () => {
    const stub = createStubClient()
    const dataSync = createDataSync(stub.client)
    const stop = dataSync.subscribe('*', () => {})
    stub.connect()
    await stub.at(-1).answer({ versions: { property: '1' } })
    stop()
    const told: string[] = []
    dataSync.subscribe('*', ({ type, version }) => told.push(`${type} ${version}`))
    await stub.at(-1).answer({ versions: { property: '2' } })
    expect(told).toEqual(['property 2'])
  })

  it('tells after a reconnect of the types that moved', async () => {
    const { stub, told } = subscribed()
    await stub.at(-1).answer({ versions: { property: '1', people: '1' } })
    stub.disconnect()
    stub.connect()
    await stub.at(-1).answer({ versions: { property: '2', people: '1' } })
    expect(told).toEqual(['property 2'])
  })

  it('tells everything when the connection was lost before the first answer', async () => {
    const { stub, told } = subscribed()
    stub.disconnect()
    await stub.at(-1).refuse('DISCONNECTED')
    stub.connect()
    await stub.at(-1).answer({ versions: { property: '2' } })
    expect(told).toEqual(['property 2'])
  })
})
