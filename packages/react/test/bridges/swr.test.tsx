import { useSocket } from '@monhub/realtime-react'
import { useSWRSync } from '@monhub/realtime-react/swr'
import { screen } from '@testing-library/react'
import useSWR, { SWRConfig } from 'swr'
import { describe, expect, it, vi } from 'vitest'
import { comeOnline, renderApp, serve, serveBehindNetwork } from '../support'
import { createFetches } from './fetches'

function setUp() {
  const fetches = createFetches()
  function List() {
    useSWRSync({ listing: '/listings', booking: () => ['/bookings'] }, { jitterMs: 0 })
    const { data: listings } = useSWR('/listings', fetches.fetch, { dedupingInterval: 60_000 })
    const { data: bookings } = useSWR('/bookings', fetches.fetch, { dedupingInterval: 60_000 })
    const { isConnected } = useSocket()
    return <p>{[String(isConnected), listings, bookings].join(' ')}</p>
  }
  const view = (
    <SWRConfig value={{ provider: () => new Map(), revalidateOnReconnect: false }}>
      <List />
    </SWRConfig>
  )
  return { ...fetches, view }
}

describe('useSWRSync', () => {
  it('fetches once more for a burst of updates, and nothing else', async () => {
    const server = await serve()
    const { asked, keys, view } = setUp()
    renderApp(view, { url: server.url, userId: 'ana' })
    for (const { key, answer } of asked) answer(`${key} 1`)
    await screen.findByText('true /listings 1 /bookings 1')
    const before = asked.length
    const updates = Array.from({ length: 50 }, () =>
      server.service.publishUpdate('all', { type: 'listing' }),
    )
    await Promise.all(updates)
    await vi.waitFor(() => expect(asked).toHaveLength(before + 1))
    expect(keys().at(-1)).toBe('/listings')
    asked.at(-1)?.answer('/listings 2')
    await screen.findByText('true /listings 2 /bookings 1')
    expect(asked).toHaveLength(before + 1)
  })

  it('ends with fresh data when the update comes during the first fetch', async () => {
    const server = await serve()
    const { asked, keys, view } = setUp()
    renderApp(view, { url: server.url, userId: 'ana' })
    await screen.findByText(/^true/)
    const first = asked.filter(({ key }) => key === '/listings')
    await server.service.publishUpdate('all', { type: 'listing' })
    await vi.waitFor(() => expect(keys().at(-1)).toBe('/listings'))
    await vi.waitFor(() => expect(asked.at(-1)).not.toBe(first.at(-1)))
    asked.at(-1)?.answer('new')
    for (const { answer } of first) answer('old')
    await screen.findByText(/^true new/)
  })

  it('fetches after a reconnect exactly what changed meanwhile', async () => {
    const { server, network } = await serveBehindNetwork()
    const { asked, keys, view } = setUp()
    renderApp(view, { url: network.url, userId: 'ana' })
    for (const { key, answer } of asked) answer(`${key} 1`)
    await screen.findByText('true /listings 1 /bookings 1')
    const before = asked.length
    network.cut()
    await screen.findByText(/^false/)
    await server.service.publishUpdate('all', { type: 'booking' })
    await network.restore()
    comeOnline()
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(before), 5000)
    expect(keys().slice(before)).toEqual(['/bookings'])
  })
})
