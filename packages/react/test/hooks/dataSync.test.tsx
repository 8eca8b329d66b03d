import { RealtimeSyncProvider, useDataUpdate, useSocket } from '@monhub/realtime-react'
import { screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { comeOnline, renderApp, serve, serveBehindNetwork } from '../support'

const isConnected = () => screen.findByText('connected')
function Connected() {
  return <p>{useSocket().status}</p>
}

describe('RealtimeSyncProvider', () => {
  it('hears of every change, with its payload', async () => {
    const server = await serve()
    const updates: string[] = []
    const ui = (
      <RealtimeSyncProvider
        onUpdate={({ type, payload }) => updates.push(`${type} ${JSON.stringify(payload)}`)}
      >
        <Connected />
      </RealtimeSyncProvider>
    )
    renderApp(ui, { url: server.url, userId: 'ana' })
    await isConnected()
    await server.service.publishUpdate('all', { type: 'property', payload: { id: 7 } })
    await server.service.publishUpdate(['bob'], { type: 'secret' })
    await server.service.publishUpdate(['ana'], { type: 'collaboration', payload: null })
    await vi.waitFor(() => expect(updates).toEqual(['property {"id":7}', 'collaboration null']))
  })

  it('hears after a reconnect of the types that moved meanwhile, and of no other', async () => {
    const { server, network } = await serveBehindNetwork()
    await server.service.publishUpdate('all', { type: 'property' })
    await server.service.publishUpdate('all', { type: 'calendar' })
    const updates: string[] = []
    const ui = (
      <RealtimeSyncProvider onUpdate={({ type }) => updates.push(type)}>
        <Connected />
      </RealtimeSyncProvider>
    )
    renderApp(ui, { url: network.url, userId: 'ana' })
    await isConnected()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(updates).toEqual([])
    network.cut()
    await screen.findByText('reconnecting')

    await server.service.publishUpdate('all', { type: 'property' })
    await server.service.publishUpdate(['ana'], { type: 'collaboration' })
    await network.restore()
    comeOnline()
    await vi.waitFor(() => expect(updates.sort()).toEqual(['collaboration', 'property']))
  })
})

describe('useDataUpdate', () => {
  it('hears of its type only, by its latest listener', async () => {
    const server = await serve()
    const updates: string[] = []
    function Properties({ label }: { label: string }) {
      useDataUpdate('property', ({ type }) => updates.push(`${label} ${type}`))
      return <Connected />
    }
    const props = { url: server.url, userId: 'ana' }
    const { rerender } = renderApp(<Properties label="old" />, props)
    await isConnected()
    rerender(props, <Properties label="new" />)
    await server.service.publishUpdate('all', { type: 'calendar' })
    await server.service.publishUpdate('all', { type: 'property' })
    await vi.waitFor(() => expect(updates).toEqual(['new property']))
  })
})
