import { useConnection, useConversations } from '@monhub/realtime-react'
import { screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { comeOnline, renderApp, serve, serveBehindNetwork } from '../support'

describe('useConnection', () => {
  it('tells a banner of a loss after 5 s, then of catching up, then nothing', async () => {
    const { server, network } = await serveBehindNetwork()
    const said: string[] = []
    function Banner() {
      const { isLost, isCatchingUp, status } = useConnection()
      const text = isLost ? 'lost' : isCatchingUp ? 'catching up' : status
      if (said.at(-1) !== text) said.push(text)
      const { conversations } = useConversations()
      return <p>{[text, ...conversations.map(({ lastMessage }) => lastMessage?.text)].join(' ')}</p>
    }
    renderApp(<Banner />, { url: network.url, userId: 'ana' })
    await screen.findByText('connected')
    network.cut()
    await server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text: 'hello' })
    await screen.findByText('lost', {}, { timeout: 8000 })
    await network.restore()
    comeOnline()
    await screen.findByText('connected hello')
    const since = said.slice(said.indexOf('lost'))
    expect(since).toEqual(['lost', 'catching up', 'connected'])
    expect(said.slice(0, said.indexOf('lost'))).toContain('reconnecting')
  })

  it('renders for nothing but the selected part', async () => {
    const server = await serve()
    const rendered: unknown[] = []
    function Dot() {
      const isUp = useConnection(({ status }) => status === 'connected')
      rendered.push(isUp)
      return <p>{String(isUp)}</p>
    }
    renderApp(<Dot />, { url: server.url, userId: 'ana' })
    await screen.findByText('true')
    expect([...new Set(rendered)]).toEqual([false, true])
    const before = rendered.length
    for (const socket of server.io.of('/').sockets.values()) socket.conn.close()
    await screen.findByText('false')
    await vi.waitFor(() => expect(server.io.of('/').sockets.size).toBe(1), 5000)
    await screen.findByText('true')
    // Twice each under StrictMode: false and true, whatever else the connection went through.
    expect(rendered.slice(before)).toEqual([false, false, true, true])
  })
})
