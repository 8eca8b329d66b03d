import type { Namespace } from 'socket.io'
import { ClusterAdapter, type ClusterMessage, type ClusterResponse } from 'socket.io-adapter'

export interface InProcessBusOptions {
  /** How long a message is under way, in ms; order between two nodes is kept. @default 0 */
  delayMs?: number | (() => number)
  /** Whether a message between two nodes, by their index, gets lost. @default none is */
  isLost?: (from: number, to: number) => boolean
}

export interface InProcessBus {
  /** A constructor for the `adapter` option of the node with this index. */
  adapterOf: (node: number) => (nsp: Namespace) => ClusterAdapter
  /** Loses what goes to and comes from a node, also what is under way. */
  cut: (node: number) => void
  heal: (node: number) => void
}

type Receive = (message: ClusterMessage | ClusterResponse) => void

/** A Socket.IO bus in memory, between servers of one process. Messages are copied and asynchronous. */
export function createInProcessBus({
  delayMs = 0,
  isLost = () => false,
}: InProcessBusOptions): InProcessBus {
  /** Of each node that is up, its adapters by namespace. */
  const nodes = new Map<number, Map<string, Receive>>()
  const cutOff = new Set<number>()
  const links = new Map<string, (() => void)[]>()

  const isPassable = (from: number, to: number) => !cutOff.has(from) && !cutOff.has(to)

  const deliver = (from: number, to: number, message: ClusterMessage | ClusterResponse) => {
    if (!isPassable(from, to) || isLost(from, to)) return
    const link = links.get(`${from}>${to}`) ?? []
    links.set(`${from}>${to}`, link)
    link.push(() => {
      if (isPassable(from, to)) nodes.get(to)?.get(message.nsp)?.(message)
    })
    const underWayMs = typeof delayMs === 'number' ? delayMs : delayMs()
    // Whichever timer ends first delivers what was sent first.
    const next = () => link.shift()?.()
    if (underWayMs > 0) setTimeout(next, underWayMs)
    else setImmediate(next)
  }

  const publish = (from: number, message: ClusterMessage | ClusterResponse) => {
    for (const to of nodes.keys()) {
      if (to !== from) deliver(from, to, structuredClone(message))
    }
  }

  // Socket.IO's adapters are made by extending them.
  // eslint-disable-next-line no-restricted-syntax
  class InProcessAdapter extends ClusterAdapter {
    readonly #node: number

    constructor(nsp: Namespace, node: number) {
      super(nsp)
      this.#node = node
      const adapters = nodes.get(node) ?? new Map<string, Receive>()
      nodes.set(node, adapters)
      // A response finds its request by id, so it may go to everybody.
      adapters.set(nsp.name, (message) => this.onMessage(message as ClusterMessage))
    }

    protected override async doPublish(message: ClusterMessage) {
      publish(this.#node, message)
      return ''
    }

    protected override async doPublishResponse(_requester: string, response: ClusterResponse) {
      publish(this.#node, response)
    }

    override async serverCount() {
      const others = [...nodes.keys()].filter((to) => to !== this.#node)
      return 1 + others.filter((to) => isPassable(this.#node, to)).length
    }

    override close() {
      nodes.get(this.#node)?.delete((this.nsp as Namespace).name)
      if (nodes.get(this.#node)?.size === 0) nodes.delete(this.#node)
    }
  }

  return {
    adapterOf: (node) =>
      // Socket.IO calls it with `new`, which an arrow function cannot bear.
      function inProcessAdapter(nsp) {
        return new InProcessAdapter(nsp, node)
      },
    cut: (node) => cutOff.add(node),
    heal: (node) => cutOff.delete(node),
  }
}
