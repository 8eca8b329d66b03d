import type { SocketServerOptions, SocketServiceOptions } from '@monhub/realtime-server'
import { createInProcessBus, type InProcessBusOptions } from './inProcessBus'
import { startTestServer, type TestServer } from './startTestServer'

export interface TestClusterOptions extends InProcessBusOptions {
  /** Options of the service of every node, or of the node with this index. */
  service?: SocketServiceOptions | ((node: number) => SocketServiceOptions)
  /** Options of every Socket.IO server. */
  server?: SocketServerOptions
}

export interface TestCluster {
  /** In the order they were started; `nodes[i].close()` is a node that stops in good order. */
  nodes: TestServer[]
  /** Starts one more node, as a deployment or a restart does. */
  add: () => Promise<TestServer>
  /** From now on the node with this index reaches no other and is reached by none. */
  cut: (node: number) => void
  heal: (node: number) => void
  /** Closes every node that is still up. */
  close: () => Promise<void>
}

/**
 * Real servers on free ports, joined by a bus in memory in place of Redis: what one emits arrives at
 * the others asynchronously, in order, after `delayMs`, unless `isLost` or a `cut` says otherwise. A
 * cut node hears of no error, as behind a network that swallows packets.
 *
 * @example
 * const cluster = await startTestCluster(2)
 * const bob = await connectTestClient(cluster.nodes[1].url, { userId: 'bob' })
 * cluster.cut(0) // bob hears nothing of node 0 until cluster.heal(0)
 */
export async function startTestCluster(
  count: number,
  { service = {}, server = {}, ...bus }: TestClusterOptions = {},
): Promise<TestCluster> {
  const { adapterOf, cut, heal } = createInProcessBus(bus)
  const nodes: TestServer[] = []
  let started = 0
  const add = async () => {
    const index = started++
    const node = await startTestServer(typeof service === 'function' ? service(index) : service, {
      transports: ['websocket'],
      ...server,
      adapter: adapterOf(index),
    })
    nodes.push(node)
    return node
  }
  for (let i = 0; i < count; i++) await add()
  return {
    ...{ nodes, add, cut, heal },
    close: async () => {
      await Promise.all(nodes.map((node) => node.close()))
    },
  }
}
