import type { HandshakeInfo } from '@monhub/realtime-protocol'
import { useIsOnline, useOnlineUsers, useSocket } from '@monhub/realtime-react'
import { act, screen } from '@testing-library/react'
import { Profiler, useEffect, useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { comeOnline, connected, person, renderApp, serve, serveBehindNetwork } from '../support'

const shows = (id: string, text: string) =>
  vi.waitFor(() => expect(screen.getByTestId(id).textContent).toBe(text), 5000)

function Row({ id }: { id: string }) {
  return <p data-testid={id}>{useIsOnline(id) ? 'online' : 'offline'}</p>
}
function Everybody() {
  return <p data-testid="everybody">{useOnlineUsers().join()}</p>
}

describe('useIsOnline', () => {
  it('follows one person', async () => {
    const server = await serve()
    renderApp(<Row id="bob" />, { url: server.url, userId: 'ana' })
    await shows('bob', 'offline')
    const bob = person(server, 'bob')
    await shows('bob', 'online')
    bob.close()
    await shows('bob', 'offline')
  })

  it('knows who was there before', async () => {
    const server = await serve()
    await connected(person(server, 'bob'))
    renderApp(<Row id="bob" />, { url: server.url, userId: 'ana' })
    await shows('bob', 'online')
  })

  it('renders the row of the person who came, and no other', async () => {
    const server = await serve()
    const renders: Record<string, number> = { bob: 0, eve: 0 }
    const count = (id: string) => void (renders[id] = (renders[id] ?? 0) + 1)
    const ui = ['bob', 'eve'].map((id) => (
      <Profiler key={id} id={id} onRender={count}>
        <Row id={id} />
      </Profiler>
    ))
    renderApp(
      <>
        {ui}
        <Row id="ana" />
      </>,
      { url: server.url, userId: 'ana' },
    )
    await shows('ana', 'online')
    const before = { ...renders }
    person(server, 'bob')
    await shows('bob', 'online')
    expect(renders).toEqual({ bob: (before.bob ?? 0) + 1, eve: before.eve })
  })

  it('asks for many as it connects, and stops watching whom nobody shows', async () => {
    const server = await serve()
    const greeted: unknown[] = []
    const asked: unknown[] = []
    server.io.use((socket, next) => {
      greeted.push((socket.handshake.auth.rt as HandshakeInfo).watch)
      next()
    })
    server.io.on('connection', (socket) => {
      socket.onAny((event, payload) => {
        if (event === 'presence:watch') asked.push(payload)
      })
    })
    const ids = Array.from({ length: 100 }, (_, index) => `user-${index}`)
    const setIds: { current?: (ids: string[]) => void } = {}
    function Rows() {
      const [shown, setShown] = useState(ids)
      useEffect(() => {
        setIds.current = setShown
      }, [])
      return shown.map((id) => <Row key={id} id={id} />)
    }
    renderApp(<Rows />, { url: server.url, userId: 'ana' })
    await vi.waitFor(() => expect(greeted).toEqual([{ add: ids }]))
    act(() => setIds.current?.(ids.slice(1)))
    await vi.waitFor(() => expect(asked).toEqual([{ remove: ['user-0'] }]), 3000)
  })

  it('renders exactly one row of 1000 when one person comes or goes', async () => {
    const server = await serve()
    const ids = Array.from({ length: 1000 }, (_, index) => `user-${index}`)
    const rendered: string[] = []
    const rows = ids.map((id) => (
      <Profiler key={id} id={id} onRender={() => rendered.push(id)}>
        <Row id={id} />
      </Profiler>
    ))
    await connected(person(server, 'user-7'))
    renderApp(rows, { url: server.url, userId: 'ana' })
    await shows('user-7', 'online')
    rendered.length = 0
    const somebody = person(server, 'user-500')
    await shows('user-500', 'online')
    expect(rendered).toEqual(['user-500'])
    somebody.close()
    await shows('user-500', 'offline')
    expect(rendered).toEqual(['user-500', 'user-500'])
  })

  it('goes on for a second component after the first was unmounted', async () => {
    const server = await serve()
    const bob = person(server, 'bob')
    const setShown: { current?: (isShown: boolean) => void } = {}
    const First = () => <p>{useIsOnline('bob') ? 'yes' : 'no'}</p>
    function Two() {
      const [isShown, set] = useState(true)
      useEffect(() => {
        setShown.current = set
      }, [])
      return (
        <>
          {isShown && <First />}
          <Row id="bob" />
        </>
      )
    }
    renderApp(<Two />, { url: server.url, userId: 'ana' })
    await shows('bob', 'online')
    act(() => setShown.current?.(false))
    await new Promise((resolve) => setTimeout(resolve, 1200))
    bob.close()
    await shows('bob', 'offline')
  })

  it('keeps what it knows while the server is away, and is right afterwards', async () => {
    const { server, network } = await serveBehindNetwork()
    const bob = person(server, 'bob')
    renderApp(
      <>
        <Row id="bob" />
        <Row id="eve" />
      </>,
      { url: network.url, userId: 'ana' },
    )
    await shows('bob', 'online')
    network.cut()
    bob.close()
    await connected(person(server, 'eve'))
    await vi.waitFor(() => expect(server.service.isUserOnline('bob')).toBe(false))
    expect(screen.getByTestId('bob').textContent).toBe('online')
    await network.restore()
    comeOnline()
    await shows('eve', 'online')
    await shows('bob', 'offline')
  })
})

describe('useOnlineUsers', () => {
  it('lists everybody, sorted', async () => {
    const server = await serve()
    await connected(person(server, 'zoe'))
    renderApp(<Everybody />, { url: server.url, userId: 'mia' })
    await shows('everybody', 'mia,zoe')
    const ana = person(server, 'ana')
    await shows('everybody', 'ana,mia,zoe')
    ana.close()
    await shows('everybody', 'mia,zoe')
  })

  it('is empty where there are more than the server lists', async () => {
    const server = await serve({ presence: { watchAllLimit: 1 } })
    await connected(person(server, 'zoe'))
    renderApp(
      <>
        <Everybody />
        <Row id="zoe" />
      </>,
      { url: server.url, userId: 'mia' },
    )
    await shows('zoe', 'online')
    expect(screen.getByTestId('everybody').textContent).toBe('')
  })

  it('goes together with single ids', async () => {
    const server = await serve()
    const bob = person(server, 'bob')
    await connected(bob)
    const setShown: { current?: (isShown: boolean) => void } = {}
    function Both() {
      const [isShown, set] = useState(true)
      useEffect(() => {
        setShown.current = set
      }, [])
      return (
        <>
          {isShown && <Everybody />}
          <Row id="bob" />
        </>
      )
    }
    renderApp(<Both />, { url: server.url, userId: 'ana' })
    await shows('everybody', 'ana,bob')
    await shows('bob', 'online')
    act(() => setShown.current?.(false))
    bob.close()
    await shows('bob', 'offline')
    act(() => setShown.current?.(true))
    await shows('everybody', 'ana')
  })
})

describe('useSocket', () => {
  it('renders for what is read only', async () => {
    const server = await serve()
    let socketRenders = 0
    let connectedRenders = 0
    function SocketOnly() {
      const { socket } = useSocket()
      return <p data-testid="socket">{socket ? 'socket' : 'null'}</p>
    }
    function ConnectedOnly() {
      const { isConnected } = useSocket()
      return <p data-testid="connected">{String(isConnected)}</p>
    }
    renderApp(
      <>
        <Profiler id="socket" onRender={() => socketRenders++}>
          <SocketOnly />
        </Profiler>
        <Profiler id="connected" onRender={() => connectedRenders++}>
          <ConnectedOnly />
        </Profiler>
        <Everybody />
      </>,
      { url: server.url, userId: 'ana' },
    )
    await shows('connected', 'true')
    await shows('everybody', 'ana')
    const before = [socketRenders, connectedRenders]
    person(server, 'bob')
    await shows('everybody', 'ana,bob')
    await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'hi' })
    await server.service.notify({ userId: 'ana', type: 't', title: 't', message: 'm' })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect([socketRenders, connectedRenders]).toEqual(before)
  })

  it('follows a field that is read from a later render on', async () => {
    const server = await serve()
    const ask: { current?: () => void } = {}
    function Curious() {
      const [isCurious, setCurious] = useState(false)
      const connection = useSocket()
      useEffect(() => {
        ask.current = () => setCurious(true)
      }, [])
      return <p data-testid="list">{isCurious ? connection.onlineUsers.join() : 'unasked'}</p>
    }
    renderApp(<Curious />, { url: server.url, userId: 'ana' })
    await connected(person(server, 'bob'))
    expect(screen.getByTestId('list').textContent).toBe('unasked')
    act(() => ask.current?.())
    await shows('list', 'ana,bob')
  })

  it('asks for everybody only when `onlineUsers` is read or `users:online` listened to', async () => {
    const server = await serve()
    const asked: unknown[] = []
    server.io.on('connection', (socket) => {
      socket.onAny((event, payload) => {
        if (event === 'presence:watch') asked.push(payload)
      })
    })
    const lists: string[][] = []
    const listen: { current?: () => void } = {}
    function Listening() {
      const { socket, isConnected } = useSocket()
      useEffect(() => {
        listen.current = () => socket?.on('users:online', (ids) => lists.push(ids))
      })
      return <p data-testid="connected">{String(isConnected)}</p>
    }
    renderApp(<Listening />, { url: server.url, userId: 'ana' })
    await shows('connected', 'true')
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(asked).toEqual([])
    listen.current?.()
    await vi.waitFor(() => expect(lists.at(-1)).toEqual(['ana']))
    expect(asked).toEqual([{ all: true }])
    person(server, 'bob')
    await vi.waitFor(() => expect(lists.at(-1)).toEqual(['ana', 'bob']))
    expect(asked).toEqual([{ all: true }])
  })
})
