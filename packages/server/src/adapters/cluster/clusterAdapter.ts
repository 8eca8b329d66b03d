import cluster from 'node:cluster'
import { createAdapter } from '@socket.io/cluster-adapter'
import type { Namespace } from 'socket.io'
import { defaultLogger } from '../../logger'
import { createBus } from '../bus'
import { guardWith, type SocketAdapter } from '../guard'
import { deliverLocallyFirst } from '../localFirst'
import { expectPrimary } from './primaryEcho'

/**
 * Joins the workers of Node's `cluster` (or of pm2) on one machine through their primary process,
 * with the official adapter of Socket.IO, for `createSocketServer(httpServer, { adapter:
 * clusterAdapter() })` in each worker. The primary calls `setupPrimary()` before it forks.
 *
 * @throws TypeError when this process is not a worker.
 */
export function clusterAdapter(): (nsp: Namespace) => SocketAdapter {
  if (!cluster.isWorker) {
    throw new TypeError(
      "clusterAdapter() is for a worker of Node's cluster, and this process is none: call it in what cluster.fork() starts, or leave the adapter out to run as one process.",
    )
  }
  const makeAdapter = createAdapter()
  const bus = createBus()
  const open = new Set<SocketAdapter>()
  let stopExpecting: (() => void) | undefined

  // Socket.IO calls it with `new`, which an arrow function cannot bear.
  return function adapterOf(nsp) {
    const adapter = makeAdapter(nsp)
    guardWith(adapter, bus)
    deliverLocallyFirst(adapter)
    stopExpecting ??= expectPrimary(bus)
    // createSocketServer brings its own logger before that.
    setImmediate(() => bus.logTo(defaultLogger()))
    open.add(adapter)
    const close = adapter.close.bind(adapter)
    adapter.close = () => {
      open.delete(adapter)
      if (open.size === 0) stopExpecting?.()
      close()
    }
    return adapter
  }
}
