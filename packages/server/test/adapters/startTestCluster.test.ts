import { describe, expect, it, onTestFinished } from 'vitest'
import {
  connectTestClient,
  startTestCluster,
  type TestClusterOptions,
} from '@monhub/realtime-server/testing'

async function start(count: number, options?: TestClusterOptions) {
  const cluster = await startTestCluster(count, options)
  onTestFinished(() => cluster.close())
  return cluster
}

async function join(url: string, userId: string) {
  const client = await connectTestClient(url, { userId })
  onTestFinished(client.close)
  return client
}

describe('startTestCluster', () => {
  it('carries a message from one node to a client of another', async () => {
    const { nodes } = await start(2)
    const [ada, bob] = [await join(nodes[0]!.url, 'ada'), await join(nodes[1]!.url, 'bob')]
    const heard = bob.next<{ message: { text: string } }>('message:new')
    await ada.request('message:send', { receiverId: 'bob', text: 'hi' })
    expect((await heard).message.text).toBe('hi')
  })

  it('loses what is sent to or from a cut node, and carries again once healed', async () => {
    const cluster = await start(2)
    const bob = await join(cluster.nodes[1]!.url, 'bob')
    const numbers: number[] = []
    bob.socket.on('n', (n: number) => numbers.push(n))
    const last = bob.next<number>('n', (n) => n === 3)
    const { io } = cluster.nodes[0]!
    io.emit('n', 1)
    cluster.cut(0)
    io.emit('n', 2)
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    cluster.heal(0)
    io.emit('n', 3)
    await last
    expect(numbers).toEqual([3])
  })

  it('keeps the order of one node whatever the delays', async () => {
    const delays = [9, 1, 5, 0, 3]
    const cluster = await start(2, { delayMs: () => delays.shift() ?? 1 })
    const bob = await join(cluster.nodes[1]!.url, 'bob')
    const numbers: number[] = []
    bob.socket.on('n', (n: number) => numbers.push(n))
    const last = bob.next<number>('n', (n) => n === 4)
    for (const n of [0, 1, 2, 3, 4]) cluster.nodes[0]!.io.emit('n', n)
    await last
    expect(numbers).toEqual([0, 1, 2, 3, 4])
  })

  it('loses what isLost says, by the way it goes', async () => {
    const cluster = await start(3, { isLost: (from, to) => from === 0 && to === 1 })
    const heard: number[] = []
    cluster.nodes.forEach(({ io }, index) => io.on('rt:test', () => heard.push(index)))
    cluster.nodes[0]!.io.serverSideEmit('rt:test')
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    expect(heard).toEqual([2])
  })

  it('counts, asks and answers across the nodes that can be reached', async () => {
    const cluster = await start(2)
    await cluster.add()
    const { io } = cluster.nodes[0]!
    await join(cluster.nodes[2]!.url, 'cleo')
    expect(await io.of('/').adapter.serverCount()).toBe(3)
    expect(await io.fetchSockets()).toHaveLength(1)
    await cluster.nodes[1]!.close()
    cluster.cut(2)
    expect(await io.of('/').adapter.serverCount()).toBe(1)
    expect(await io.fetchSockets()).toHaveLength(0)
  })
})
