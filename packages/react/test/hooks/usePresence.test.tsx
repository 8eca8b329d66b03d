import { createOwnPresence } from '@monhub/realtime-react/core'
import { usePresence, useSetPresence, type PresenceChange } from '@monhub/realtime-react'
import { act, screen } from '@testing-library/react'
import { Profiler, useEffect, type ReactNode } from 'react'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { comeOnline, connected, person, renderApp, serve, serveBehindNetwork } from '../support'

const shows = (id: string, text: string | RegExp) =>
  vi.waitFor(() => expect(screen.getByTestId(id).textContent).toMatch(text), 5000)

function Person({ id }: { id: string | null }) {
  const { isOnline, status, text, away } = usePresence(id)
  return <p data-testid={id}>{JSON.stringify({ isOnline, status, text, away })}</p>
}
function LastSeen({ id }: { id: string }) {
  return <p data-testid={`last seen ${id}`}>{usePresence(id).lastSeenAt ?? 'unknown'}</p>
}
function setter() {
  const ref: { current?: (change: PresenceChange) => Promise<void> } = {}
  function Setter({ children }: { children?: ReactNode }) {
    const set = useSetPresence()
    useEffect(() => {
      ref.current = set
    }, [set])
    return children
  }
  return { ref, Setter }
}

/** What clients ask of the server, as it comes in. */
function requests(server: Awaited<ReturnType<typeof serve>>, event: string) {
  const asked: unknown[] = []
  server.io.on('connection', (socket) => {
    socket.onAny((name, payload) => {
      if (name === event) asked.push(payload)
    })
  })
  return asked
}

function becomes(visibilityState: DocumentVisibilityState) {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(visibilityState)
  onTestFinished(() => void vi.restoreAllMocks())
  document.dispatchEvent(new Event('visibilitychange'))
}

describe('usePresence', () => {
  it('shows how somebody appears', async () => {
    const server = await serve()
    const bob = person(server, 'bob')
    renderApp(<Person id="bob" />, { url: server.url, userId: 'ana' })
    await shows('bob', '{"isOnline":true}')
    const own = bob.feature(createOwnPresence)
    await own.set({ status: 'busy', text: 'at lunch' })
    await shows('bob', '{"isOnline":true,"status":"busy","text":"at lunch"}')
    await own.set({ text: null })
    await shows('bob', '{"isOnline":true,"status":"busy"}')
    await own.set({ invisible: true })
    await shows('bob', '{"isOnline":false}')
  })

  it('renders for what is read only', async () => {
    const server = await serve()
    const bob = person(server, 'bob')
    let renders = 0
    const OnlineOnly = () => <p data-testid="online">{String(usePresence('bob').isOnline)}</p>
    renderApp(
      <>
        <Profiler id="online" onRender={() => renders++}>
          <OnlineOnly />
        </Profiler>
        <Person id="bob" />
      </>,
      { url: server.url, userId: 'ana' },
    )
    await shows('online', 'true')
    const before = renders
    await bob.feature(createOwnPresence).set({ status: 'busy' })
    await shows('bob', 'busy')
    expect(renders).toBe(before)
  })

  it('asks when somebody was last seen only where that is read, and they are offline', async () => {
    const server = await serve()
    const [bob, eve] = [person(server, 'bob'), person(server, 'eve')]
    await connected(bob)
    await connected(eve)
    bob.close()
    await vi.waitFor(async () => {
      const { users } = await eve.request('presence:watch', { add: ['bob', 'eve'] })
      expect(users).toEqual({ eve: {} })
    })
    const asked = requests(server, 'presence:watch')
    renderApp(
      <>
        <Person id="joe" />
        <LastSeen id="bob" />
        <LastSeen id="eve" />
      </>,
      { url: server.url, userId: 'ana' },
    )
    await shows('last seen bob', /^20\d\d-.*Z$/)
    expect(asked).toEqual([{ lastSeen: ['bob'] }])
    eve.close()
    await shows('last seen eve', /^20\d\d-.*Z$/)
    expect(asked.slice(1)).toEqual([{ lastSeen: ['eve'] }])
  })

  it('says away once all tabs of somebody are hidden', async () => {
    const server = await serve({ presence: { awayAfterMs: 50 } })
    const told = requests(server, 'presence:set')
    renderApp(<Person id="ana" />, { url: server.url, userId: 'ana' })
    await shows('ana', '{"isOnline":true}')
    act(() => becomes('hidden'))
    await shows('ana', '{"isOnline":true,"away":true}')
    act(() => becomes('visible'))
    await shows('ana', '{"isOnline":true}')
    expect(told).toEqual([{ away: true }, { away: false }])
  })

  it('is empty for nobody', () => {
    renderApp(<Person id={null} />, { userId: null })
    expect(screen.getByText('{"isOnline":false}')).toBeTruthy()
  })
})

describe('useSetPresence', () => {
  it('gives a function that stays the same', async () => {
    const server = await serve()
    const { ref, Setter } = setter()
    const app = <Setter />
    const { rerender } = renderApp(app, { url: server.url, userId: 'ana' })
    await vi.waitFor(() => expect(server.service.getOnlineUsers()).toEqual(['ana']))
    const first = ref.current
    rerender({ url: server.url, userId: 'ana' }, <Setter>again</Setter>)
    expect(ref.current).toBe(first)
  })

  it('rejects what the server refuses, and without anybody signed in', async () => {
    const server = await serve()
    const { ref, Setter } = setter()
    const { rerender } = renderApp(<Setter />, { url: server.url, userId: 'ana' })
    await vi.waitFor(() => expect(server.service.getOnlineUsers()).toEqual(['ana']))
    await expect(ref.current?.({ text: 'x'.repeat(1000) })).rejects.toMatchObject({
      code: 'BAD_PAYLOAD',
    })
    rerender({ url: server.url, userId: null })
    await expect(ref.current?.({ status: 'busy' })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    })
  })

  it('is never unset by a reconnect, and takes what was set without a connection', async () => {
    const { server, network } = await serveBehindNetwork()
    const { ref, Setter } = setter()
    const watcher = person(server, 'eve')
    const told: unknown[] = []
    watcher.on('presence:diff', ({ joined }) => told.push(joined?.ana))
    await connected(watcher)
    await watcher.request('presence:watch', { add: ['ana'] })
    renderApp(<Setter />, { url: network.url, userId: 'ana' })
    await vi.waitFor(() => expect(told).toEqual([{}]))
    await ref.current?.({ status: 'busy' })
    await vi.waitFor(() => expect(told).toEqual([{}, { status: 'busy' }]))
    network.cut()
    await vi.waitFor(() => expect(server.service.isUserOnline('ana')).toBe(true))
    await ref.current?.({ text: 'in a tunnel' })
    await network.restore()
    comeOnline()
    const inTunnel = { status: 'busy', text: 'in a tunnel' }
    await vi.waitFor(() => expect(told).toEqual([{}, { status: 'busy' }, inTunnel]), 5000)
  })
})
