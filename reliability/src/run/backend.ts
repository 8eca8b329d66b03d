import { startCluster } from '../cluster/startCluster'
import { causeFaults } from '../presence/presenceNemesis'
import type { PresenceFault } from '../presence/faults'
import { createTracker } from '../presence/tracker'
import type { Random } from '../random'
import type { ServerConfig } from '../server/config'
import { createServerProcess, type ServerProcess } from '../server/serverProcess'

/** What clients talk to: one server, or several nodes with one store. */
export interface Backend {
  /** Where the next connection leads. */
  port: () => number
  updateMembers: ServerProcess['updateMembers']
  /** Rejects when a process ends without having been told to. */
  died: Promise<never>
  /** Only where it is alone: what a nemesis may end and stop. */
  single?: ServerProcess
  /** Breaks nodes and what joins them; resolves when all of it works again. */
  suffer: (faults: readonly PresenceFault[]) => Promise<void>
  complaints: () => string
  /** No process is left. */
  close: () => Promise<void>
}

type BackendOptions = Pick<ServerConfig, 'file' | 'flaw'> & { script: string }

const PING_MS = 1500

export async function startSingle(options: BackendOptions): Promise<Backend> {
  const server = createServerProcess({ ...options, pingMs: PING_MS })
  await server.start()
  return {
    port: server.port,
    updateMembers: server.updateMembers,
    died: server.died,
    single: server,
    suffer: async () => {},
    complaints: server.complaints,
    close: server.kill,
  }
}

/** Every connection leads to any node that runs, so that who comes back comes back elsewhere. */
export async function startNodes(
  options: BackendOptions & { count: number; random: Random },
): Promise<Backend> {
  const { random } = options
  const tracker = createTracker(0)
  const cluster = await startCluster({
    ...{ ...options, pingMs: PING_MS, adapter: 'classic' },
    onStart: (at) => tracker.begin(`n${at}`),
  })
  for (const { name } of cluster.nodes) tracker.listens(name)
  const servers = cluster.nodes.map(({ server }) => server)
  const anyServer = () => {
    const running = servers.filter((server) => server.isRunning())
    return random.pick(running.length > 0 ? running : servers)
  }
  return {
    port: () => anyServer().port(),
    updateMembers: (change) => anyServer().updateMembers(change),
    died: Promise.race(servers.map(({ died }) => died)),
    suffer: (faults) => causeFaults(faults, cluster, tracker),
    complaints: () => servers.map((server) => server.complaints()).join(''),
    close: cluster.close,
  }
}
