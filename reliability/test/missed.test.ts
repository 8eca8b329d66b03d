import { createChats, createClient, createConversations } from '@monhub/realtime-react/core'
import { memoryStore } from '@monhub/realtime-server'
import { startTestCluster } from '@monhub/realtime-server/testing'
import { expect, it, onTestFinished, vi } from 'vitest'

async function connect({ url }: { url: string }, userId: string) {
  const client = createClient({ url, userId })
  onTestFinished(() => client.close())
  await new Promise<void>((resolve) => client.onConnect(resolve))
  return client
}

it('a message that was lost between nodes is there seconds after they hear each other again', async () => {
  const cluster = await startTestCluster(2, { service: { store: memoryStore() } })
  onTestFinished(() => cluster.close())
  const [here, there] = cluster.nodes
  if (!here || !there) throw new Error('there are no two nodes')
  const ana = await connect(here, 'ana')
  const bob = await connect(there, 'bob')
  const chat = bob.feature(createChats).open('ana').state
  const list = bob.feature(createConversations).state
  for (const state of [chat, list]) {
    state.subscribe(() => {})
    await vi.waitUntil(() => state.getState().status === 'ready')
  }
  await vi.waitUntil(() => there.service.isUserOnline('ana'))

  cluster.cut(1)
  await ana.feature(createChats).open('bob').send('are you there?')
  // What shows the node of bob that it missed something: the message alone leaves no trace there.
  await connect(here, 'cem')
  // Longer than a node collects what changed before it tells the others.
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(chat.getState().messages).toEqual([])
  cluster.heal(1)

  await vi.waitUntil(() => chat.getState().messages.length === 1, { timeout: 10_000 })
  await vi.waitUntil(() => list.getState().unreadTotal === 1, { timeout: 10_000 })
  expect(chat.getState().messages[0]?.text).toBe('are you there?')
}, 20_000)
