// @vitest-environment node
import { createChats, type Chat, type Client } from '@monhub/realtime-react/core'
import { describe, expect, it, vi } from 'vitest'
import { connected, person, serve } from '../support'
import { range } from './messages'

const ready = (chats: Chat[]) =>
  vi.waitFor(() => {
    for (const { state } of chats) expect(state.getState().status).toBe('ready')
  }, 5000)

/** Opens conversations with this many people, each loaded. */
async function openAll(client: Client, count: number) {
  const chats = range(1, count).map((n) => client.feature(createChats).open(`peer-${n}`))
  for (const { state } of chats) state.subscribe(() => {})
  await connected(client)
  await ready(chats)
  return chats
}

/** A server that notes what it is asked for. */
async function serveCounting() {
  const asked: string[] = []
  const server = await serve()
  server.io.on('connection', (socket) => {
    socket.onAny((event: string) => asked.push(event))
  })
  const cut = () => {
    for (const socket of server.io.of('/').sockets.values()) socket.conn.close()
  }
  const say = (peer: number, text: string) =>
    server.service.sendMessage({ senderId: `peer-${peer}`, receiverId: 'ana', text })
  return { server, asked, cut, say }
}

describe('createChats', () => {
  it('catches up with 200 missed messages of 10 conversations in one request', async () => {
    const { server, asked, cut, say } = await serveCounting()
    const client = person(server, 'ana')
    const chats = await openAll(client, 10)
    for (const n of range(1, 10)) await say(n, 'before')
    await vi.waitFor(() => {
      for (const { state } of chats) expect(state.getState().messages).toHaveLength(1)
    })
    asked.length = 0
    // Away, and kept away until all is written.
    vi.spyOn(Math, 'random').mockReturnValue(1)
    const lost = new Promise<void>((resolve) => {
      client.onDisconnect(resolve)
    })
    cut()
    await lost
    const missed = range(1, 200).map((n) => say(1 + (n % 10), `${n}`))
    await Promise.all(missed)
    vi.restoreAllMocks()
    client.reconnectNow()
    await connected(client)
    const startedAt = performance.now()
    await vi.waitFor(
      () => {
        for (const { state } of chats) expect(state.getState().messages).toHaveLength(21)
      },
      { timeout: 5000, interval: 1 },
    )
    const tookMs = Math.round(performance.now() - startedAt)
    console.log(`R4: caught up ${tookMs} ms after the connect`)
    expect(asked.filter((event) => event.startsWith('message:'))).toEqual(['message:sync'])
    const seqs = chats.map(({ state }) => state.getState().messages.map(({ seq }) => seq))
    expect(seqs).toEqual(chats.map(() => range(1, 21)))
  })

  it('asks once for every 50 conversations', async () => {
    const { server, asked, cut } = await serveCounting()
    const client = person(server, 'ana')
    await openAll(client, 60)
    asked.length = 0
    const lost = new Promise<void>((resolve) => {
      client.onDisconnect(resolve)
    })
    cut()
    await lost
    client.reconnectNow()
    await connected(client)
    await vi.waitFor(() => expect(asked).toHaveLength(2))
    // Whatever else there was to ask goes out before the answer to this.
    await client.request('conversation:list', {})
    expect(asked).toEqual(['message:sync', 'message:sync', 'conversation:list'])
  })
})
