import type { Cluster } from '../cluster/startCluster'
import { sleep } from '../sleep'
import type { PresenceFault } from './faults'
import type { Tracker } from './tracker'

/** Causes faults at their times; resolves when all are over and everything works again. */
export async function causeFaults(
  faults: readonly PresenceFault[],
  cluster: Cluster,
  tracker: Tracker,
): Promise<void> {
  await Promise.all(
    faults.map(async (fault) => {
      await sleep(fault.atMs)
      await cause(fault, cluster, tracker)
    }),
  )
}

async function cause(fault: PresenceFault, { redis, nodes }: Cluster, tracker: Tracker) {
  const { kind } = fault
  const node = 'node' in fault ? nodes[fault.node] : undefined
  switch (kind) {
    case 'redis restart':
      return tracker.during({ kind }, () => redis.restart(fault.forMs))
    case 'redis pause':
      return tracker.during({ kind }, () => redis.pause(fault.forMs))
    case 'CLIENT KILL':
      return tracker.during({ kind }, () => redis.killClients(fault.type))
  }
  if (!node) return
  const { name, server, proxy } = node
  const life = tracker.lifeOf(name)
  if (!life) return
  switch (kind) {
    case 'SIGKILL':
    case 'SIGTERM':
      tracker.ends(name, kind)
      await (kind === 'SIGKILL' ? server.kill() : server.terminate())
      await sleep(fault.forMs)
      await server.start()
      tracker.listens(name)
      return
    case 'SIGSTOP':
      return tracker.during({ kind, node: name }, () => server.pause(fault.forMs))
    case 'partition':
      return tracker.during({ kind, node: name }, async () => {
        proxy.setWeather({ swallows: ['toServer', 'toClient'] })
        await sleep(fault.forMs)
        proxy.heal()
      })
    case 'disconnectUser': {
      const userId = `r${fault.user}`
      tracker.record.revocations.push({ userId, lifeId: life.id, at: Date.now() })
      // A node that ends meanwhile does not answer.
      await server.disconnectUser(userId).catch(() => {})
    }
  }
}
