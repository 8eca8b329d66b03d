import { useSocket } from '@monhub/realtime-react'
import { useQuerySync } from '@monhub/realtime-react/react-query'
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { screen } from '@testing-library/react'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { comeOnline, renderApp, serve, serveBehindNetwork } from '../support'
import { createFetches } from './fetches'

function setUp() {
  const fetches = createFetches()
  const queryClient = new QueryClient({
    defaultOptions: { queries: { staleTime: Infinity, refetchOnReconnect: false } },
  })
  onTestFinished(() => queryClient.clear())
  const fetchOf = (key: string) => ({ queryKey: [key, 1], queryFn: () => fetches.fetch(key) })
  function List() {
    useQuerySync(
      { listing: ['listings'], booking: () => [{ queryKey: ['bookings', 1], exact: true }] },
      { jitterMs: 0 },
    )
    const { data: listings } = useQuery(fetchOf('listings'))
    const { data: bookings } = useQuery(fetchOf('bookings'))
    const { isConnected } = useSocket()
    return <p>{[String(isConnected), listings, bookings].join(' ')}</p>
  }
  const view = (
    <QueryClientProvider client={queryClient}>
      <List />
    </QueryClientProvider>
  )
  return { ...fetches, view }
}

describe('useQuerySync', () => {
  it('fetches once more for a burst of updates, and nothing else', async () => {
    const server = await serve()
    const { asked, keys, view } = setUp()
    renderApp(view, { url: server.url, userId: 'ana' })
    for (const { key, answer } of asked) answer(`${key} 1`)
    await screen.findByText('true listings 1 bookings 1')
    const before = asked.length
    const updates = Array.from({ length: 50 }, () =>
      server.service.publishUpdate('all', { type: 'listing' }),
    )
    await Promise.all(updates)
    await vi.waitFor(() => expect(asked).toHaveLength(before + 1))
    expect(keys().at(-1)).toBe('listings')
    asked.at(-1)?.answer('listings 2')
    await screen.findByText('true listings 2 bookings 1')
    expect(asked).toHaveLength(before + 1)
  })

  it('fetches once more what was being fetched for the first time', async () => {
    const server = await serve()
    const { asked, keys, view } = setUp()
    renderApp(view, { url: server.url, userId: 'ana' })
    await screen.findByText(/^true/)
    expect(keys().sort()).toEqual(['bookings', 'listings'])
    // Another type, so that it is known when the first has been dealt with.
    asked.find(({ key }) => key === 'bookings')?.answer('bookings 1')
    await screen.findByText(/bookings 1/)
    await server.service.publishUpdate('all', { type: 'listing' })
    await server.service.publishUpdate('all', { type: 'booking' })
    await vi.waitFor(() => expect(keys()).toEqual(['listings', 'bookings', 'bookings']))
    asked.find(({ key }) => key === 'listings')?.answer('old')
    await vi.waitFor(() => expect(keys().at(-1)).toBe('listings'))
    asked.at(-1)?.answer('new')
    await screen.findByText(/^true new/)
    expect(asked).toHaveLength(4)
  })

  it('fetches after a reconnect exactly what changed meanwhile', async () => {
    const { server, network } = await serveBehindNetwork()
    const { asked, keys, view } = setUp()
    renderApp(view, { url: network.url, userId: 'ana' })
    for (const { key, answer } of asked) answer(`${key} 1`)
    await screen.findByText('true listings 1 bookings 1')
    const before = asked.length
    network.cut()
    await screen.findByText(/^false/)
    await server.service.publishUpdate('all', { type: 'booking' })
    await network.restore()
    comeOnline()
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(before), 5000)
    expect(keys().slice(before)).toEqual(['bookings'])
  })
})
