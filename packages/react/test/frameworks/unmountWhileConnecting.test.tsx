import {
  useChat,
  useOnlineUsers,
  useSocket,
  type SocketProviderProps,
} from '@monhub/realtime-react'
import { connectionKey, findClient } from '@monhub/realtime-react/core'
import type { TestServer } from '@monhub/realtime-server/testing'
import { describe, expect, it, vi } from 'vitest'
import { connected, connections, person, renderApp, serve } from '../support'
import { watchLeaks } from './watchLeaks'

function Page() {
  const { status } = useSocket()
  return <p>{[status, useOnlineUsers(), useChat('bob').messages.length].join(' ')}</p>
}

/** Something that is waited for until the test lets it go on. */
function createGate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  const onArrival = vi.fn()
  return {
    open: () => open(),
    pass: () => {
      onArrival()
      return opened
    },
    arrived: () => vi.waitFor(() => expect(onArrival).toHaveBeenCalled()),
  }
}

async function start() {
  const leaks = watchLeaks()
  const gateOfServer = createGate()
  const server = await serve({
    async authenticate({ auth }) {
      if (auth.token === 'held') await gateOfServer.pass()
      return { userId: auth.token === 'bob' ? 'bob' : 'ana' }
    },
  })
  const onConnection = vi.fn()
  server.io.on('connection', onConnection)
  return { leaks, server, gateOfServer, onConnection }
}

const isForgotten = (props: SocketProviderProps) =>
  vi.waitFor(() => expect(findClient(connectionKey({ ...props, userId: 'ana' }))).toBeNull())

/** What ana began has reached the server before bob did, who is there now. */
async function onlyBobIsThere(server: TestServer) {
  const bob = person(server, 'bob', { auth: () => 'bob' })
  await connected(bob)
  expect(server.service.getOnlineUsers()).toEqual(['bob'])
  await connections(server, 1)
  expect(server.io.engine.clientsCount).toBe(1)
  bob.close()
}

describe('a tree that is unmounted while it connects', () => {
  it('leaves nothing when it goes in the tick in which it came', async () => {
    const { leaks, server } = await start()
    const props = { url: server.url, userId: 'ana' }
    renderApp(<Page />, props).unmount()
    await isForgotten(props)
    await connections(server, 0)
    await onlyBobIsThere(server)
    await vi.waitFor(() => expect(leaks.left()).toEqual([]), 3000)
  })

  it.each(['unmounted', 'signed out'])(
    'connects no more when `auth` answers after it was %s',
    async (how) => {
      const { leaks, server, onConnection } = await start()
      const gate = createGate()
      const props = { url: server.url, userId: 'ana', auth: () => gate.pass().then(() => 'ana') }
      const { unmount, rerender } = renderApp(<Page />, props)
      await gate.arrived()
      if (how === 'unmounted') unmount()
      else rerender({ ...props, userId: null })
      await isForgotten(props)
      gate.open()
      await onlyBobIsThere(server)
      expect(onConnection).toHaveBeenCalledTimes(1)
      await vi.waitFor(() => expect(leaks.left()).toEqual([]), 3000)
    },
  )

  it.each(['unmounted', 'signed out'])(
    'is let in no more when the server has decided after it was %s',
    async (how) => {
      const { leaks, server, gateOfServer, onConnection } = await start()
      const props = { url: server.url, userId: 'ana', auth: () => 'held' }
      const { unmount, rerender } = renderApp(<Page />, props)
      await gateOfServer.arrived()
      if (how === 'unmounted') unmount()
      else rerender({ ...props, userId: null })
      await vi.waitFor(() => expect(server.io.engine.clientsCount).toBe(0))
      gateOfServer.open()
      await onlyBobIsThere(server)
      expect(onConnection).toHaveBeenCalledTimes(1)
      await vi.waitFor(() => expect(leaks.left()).toEqual([]), 3000)
    },
  )
})
