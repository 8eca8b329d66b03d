import { HEAL_MS, KILL_MS, SOON_MS } from '../check/presence/bounds'
import { checkPresence } from '../check/presence/checkPresence'
import { measure, type Measured } from '../check/presence/measure'
import type { PresenceRecord, PresenceViolation } from '../check/presence/record'
import { startCluster } from '../cluster/startCluster'
import { createRandom } from '../random'
import type { AdapterName, GossipFlaw } from '../server/config'
import { sleep } from '../sleep'
import { planPresenceFaults, type PresenceFault } from './faults'
import { causeFaults } from './presenceNemesis'
import { createTab } from './tab'
import { createTracker } from './tracker'

export interface PresenceSeedOptions {
  seed: number
  /** Path of the bundled server. */
  server: string
  adapter: AdapterName
  /** How long things go wrong. @default 30_000 */
  faultyMs?: number
  /** @default the plan of this seed */
  faults?: PresenceFault[]
  flaw?: GossipFlaw
}

export interface PresenceSeedResult {
  seed: number
  adapter: AdapterName
  faults: PresenceFault[]
  violations: PresenceViolation[]
  measured: Measured
  /** Users that some node still showed when everybody had left. */
  stuck: string[]
  /** Nodes that ended by themselves, or that did not end when told to. */
  deaths: string[]
  record: PresenceRecord
  complaints: string
}

const NODES = 3
const USERS = 24
/** Of these, so many have a second tab, mostly on another node. */
const DOUBLES = 8
/** On all nodes at once, until they are thrown out. */
const REVOCABLE = 3
/** What the product has where nothing else is said. */
const GRACE_MS = 5000
const CALM_MS = Math.max(KILL_MS, HEAL_MS, GRACE_MS) + 2 * SOON_MS

/** One run: people come and go while nodes and Redis break, then all is quiet, then all leave. */
export async function runPresenceSeed(options: PresenceSeedOptions): Promise<PresenceSeedResult> {
  const { seed, server: script, adapter, faultyMs = 30_000, flaw } = options
  const random = (name: string) => createRandom(seed, name)
  const tracker = createTracker(GRACE_MS)
  const cluster = await startCluster({
    ...{ script, adapter, flaw, count: NODES, random: random('weather') },
    onStart: (at) => tracker.begin(`n${at}`),
  })
  const deaths: string[] = []

  try {
    for (const { name, server } of cluster.nodes) {
      tracker.listens(name)
      server.died.catch((error: unknown) => deaths.push(`${name}: ${String(error)}`))
    }
    const nodes = cluster.nodes.map(({ name, server }) => ({ name, port: server.port }))
    const tab = (name: string, userId: string, among = nodes) =>
      createTab({
        ...{ userId, tracker, nodes: among, isFaithful: among.length === 1 },
        random: random(`tab ${name}`),
      })
    const tabs = [
      ...Array.from({ length: USERS }, (_, i) => tab(`u${i}`, `u${i}`)),
      ...Array.from({ length: DOUBLES }, (_, i) => tab(`u${i}b`, `u${i}`)),
      ...Array.from({ length: REVOCABLE }, (_, i) =>
        nodes.map((node) => tab(`r${i} ${node.name}`, `r${i}`, [node])),
      ).flat(),
    ]
    const {
      faults = planPresenceFaults(random('faults'), {
        nodes: NODES,
        users: REVOCABLE,
        untilMs: faultyMs,
      }),
    } = options
    await Promise.race([causeFaults(faults, cluster, tracker), firstDeath(cluster.nodes)])
    for (const { calm } of tabs) calm()
    await sleep(CALM_MS)
    for (const { leave } of tabs) leave()
    await sleep(2 * SOON_MS)

    const { record } = tracker
    record.until = Date.now()
    const stuck = cluster.nodes.flatMap(({ name }) =>
      (tracker.lifeOf(name)?.lists.at(-1)?.online ?? []).map((userId) => `${userId} on ${name}`),
    )
    return {
      ...{ seed, adapter, faults, stuck, deaths, record },
      violations: checkPresence(record),
      measured: measure(record),
      complaints: cluster.nodes.map(({ server }) => server.complaints()).join(''),
    }
  } finally {
    await cluster.close()
  }
}

/** There is no point in going on without a node. */
const firstDeath = (nodes: readonly { server: { died: Promise<never> } }[]) =>
  Promise.race(nodes.map(({ server }) => server.died)).catch(() => {})
