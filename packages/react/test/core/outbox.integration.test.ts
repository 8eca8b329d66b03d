// @vitest-environment node
import { conversationIdOf, createChats, type Client } from '@monhub/realtime-react/core'
import type { TestServer } from '@monhub/realtime-server/testing'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createOutbox } from '../../src/core/outbox'
import { person, serveBehindNetwork } from '../support'
import { provideLocks } from './locks'
import { range } from './messages'

const PEERS = ['bob', 'cem', 'dua', 'eva', 'fay']
const EACH = 100

/** Everything stored between ana and somebody, oldest first. */
async function storedTexts({ service }: TestServer, peerId: string) {
  const texts: string[] = []
  let before: number | undefined
  for (;;) {
    const page = await service.history({ userId: 'ana', peerId, before, limit: 100 })
    texts.unshift(...page.messages.map(({ text }) => text))
    before = page.messages[0]?.seq
    if (!page.hasMore) return texts
  }
}

describe('an outbox', () => {
  it('gets 500 messages stored once, in order, through a killed tab and a restarted server', async () => {
    vi.stubGlobal('indexedDB', new IDBFactory())
    vi.stubGlobal('IDBKeyRange', IDBKeyRange)
    provideLocks()
    onTestFinished(() => void vi.unstubAllGlobals())
    let attempts = 0
    let atAttempt: { count: number; run: () => void } | undefined
    const { server, network } = await serveBehindNetwork({
      beforeSend: () => {
        if (++attempts === atAttempt?.count) atAttempt.run()
      },
    })
    const reached = (count: number) =>
      new Promise<void>((run) => {
        atAttempt = { count, run }
      })

    network.cut()
    const tab = person(network, 'ana')
    const chats = tab.feature(createChats)
    for (const n of range(1, EACH)) {
      for (const peer of PEERS) void chats.open(peer).send(`${n}`)
    }
    const waiting = (client: Client) =>
      PEERS.flatMap((peer) => client.feature(createOutbox).items(conversationIdOf('ana', peer)))
    expect(waiting(tab).filter(({ delivery }) => delivery === 'queued')).toHaveLength(500)

    const killedAt = reached(150)
    await network.restore()
    tab.reconnectNow()
    await killedAt
    network.cut()
    tab.close()

    const restartedAt = reached(300)
    await network.restore()
    const tabs = [person(network, 'ana'), person(network, 'ana')]
    for (const it of tabs) it.feature(createChats)
    await restartedAt
    const closed = new Promise((resolve) => server.httpServer.close(resolve))
    for (const socket of server.io.of('/').sockets.values()) socket.conn.close()
    await closed
    await new Promise<void>((resolve) =>
      server.httpServer.listen(server.port, '127.0.0.1', resolve),
    )

    const expected = range(1, EACH).map(String)
    await vi.waitFor(async () => {
      for (const peer of PEERS) expect(await storedTexts(server, peer)).toHaveLength(EACH)
    }, 10_000)
    for (const peer of PEERS) expect(await storedTexts(server, peer)).toEqual(expected)
    await vi.waitFor(() => expect(tabs.flatMap(waiting)).toEqual([]))
  }, 30_000)
})
