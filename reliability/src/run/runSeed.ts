import 'fake-indexeddb/auto'
import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { IDBFactory } from 'fake-indexeddb'
import { checkHistory } from '../check/checkHistory'
import type { Content, History, Violation } from '../check/history'
import { startChaosProxy } from '../proxy/chaosProxy'
import { planPresenceFaults, type PresenceFault } from '../presence/faults'
import { createRandom } from '../random'
import type { StoreFlaw } from '../server/config'
import { readContent } from '../server/readContent'
import { startNodes, startSingle } from './backend'
import { createDevice } from './device'
import { planFaults, type Fault } from './faults'
import { moveMembers } from './moveMembers'
import { startNemesis } from './nemesis'
import { createPlainSender } from './plainSender'
import { createPlan, type PlanSize } from './plan'
import { createRecorder } from './recorder'
import { settle, type Patience } from './settle'
import { acksIn, stealAcks } from './thief'
import { work } from './workload'

export interface SeedOptions extends Partial<PlanSize> {
  seed: number
  /** Path of the bundled server. */
  server: string
  /** How many are sent in all. */
  messages: number
  /** How many of 100 acknowledgements are cut off, besides what the faults cut. @default 20 */
  stolenPercent?: number
  /** @default the plan of this seed */
  faults?: Fault[]
  /** How long messages, and then screens, may take when everything works again. */
  patience?: Partial<Patience>
  flaw?: StoreFlaw
  /** How many servers there are, joined through a Redis when more than one. @default 1 */
  nodes?: number
  /** How long nodes and what joins them break. @default 14_000 */
  nodeFaultsMs?: number
  /**
   * Whether all clients come back when everything works again, instead of finding out for themselves
   * within a minute what was lost between nodes. @default false
   */
  endsWithReset?: boolean
}

export interface SeedResult {
  seed: number
  violations: Violation[]
  history: History
  content: Content
  faults: Fault[]
  /** What happened to nodes and to what joins them. */
  nodeFaults: PresenceFault[]
  acked: number
  /** Acknowledgements the server sent and no client got. */
  lostAcks: number
  /** Messages that a page took with it before its outbox had kept them. */
  repeated: number
  /** How often plain clients were told `duplicate: true`. */
  duplicates: number
  workMs: number
  sentAfterMs: number
  shownAfterMs: number
  /** What the server processes complained of. */
  complaints: string
}

const SERVER_FAULTS: ReadonlySet<string> = new Set(['kill', 'stop'])

/** One run: work under faults, peace, and then the verdict. Leaves no process and no file behind. */
export async function runSeed(options: SeedOptions): Promise<SeedResult> {
  const { seed, server: script, messages, stolenPercent = 20, flaw } = options
  const { users = 22, doubles = 4, senders: senderCount = 4 } = options
  const { nodes = 1, nodeFaultsMs = 14_000, endsWithReset = false } = options
  const random = (name: string) => createRandom(seed, name)
  const folder = await mkdtemp(join(tmpdir(), 'realtime-history-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  const file = join(folder, 'chat.db')
  const backend =
    nodes === 1
      ? await startSingle({ script, file, flaw })
      : await startNodes({ script, file, flaw, count: nodes, random: random('way') })
  const ends: (() => unknown)[] = []

  try {
    const plan = createPlan(random('plan'), { users, doubles, senders: senderCount })
    // Of each run its own: records of another must not be taken up because a port came again.
    globalThis.indexedDB = new IDBFactory()
    const recorder = createRecorder()
    let lostAcks = 0
    for (const { conversationId, memberIds } of plan.groups) {
      await backend.updateMembers({ conversationId, add: memberIds, remove: [] })
    }

    const connect = async (name: string) => {
      const proxy = await startChaosProxy({
        targetPort: backend.port,
        random: random(`weather of ${name}`),
        onLost: (direction, data) => {
          if (direction === 'toClient') lostAcks += acksIn(data)
        },
      })
      const stop = stealAcks(proxy, random(`thief of ${name}`), stolenPercent / 100)
      ends.push(() => proxy.close())
      return { proxy, stop }
    }
    // Two devices of one user are tabs of one browser: they share the way to the server, by which
    // the outbox knows them.
    const ways = new Map<string, ReturnType<typeof connect>>()
    const devices = await Promise.all(
      plan.devices.map(async ({ name, userId, conversationIds }, at) => {
        const way = ways.get(userId) ?? connect(name)
        ways.set(userId, way)
        const { proxy, stop } = await way
        // The requests of one client would each go to another node.
        const transport = nodes === 1 && at % 6 === 5 ? 'polling' : 'websocket'
        const device = createDevice({ name, userId, url: proxy.url, transport, recorder })
        ends.push(device.close)
        const shown = new Set(conversationIds)
        if (userId === plan.outsider.userId) shown.add(plan.outsider.conversationId)
        for (const id of shown) device.open(id)
        return { device, proxy, stop, conversationIds, shown }
      }),
    )
    const senders = await Promise.all(
      plan.senders.map(async ({ name, userId, conversationIds }) => {
        const { proxy, stop } = await connect(name)
        const sender = createPlainSender({ name, userId, url: proxy.url, recorder })
        ends.push(sender.close)
        return { sender, proxy, stop, conversationIds }
      }),
    )

    const budget = { left: messages }
    const { faults = planFaults(random('faults'), devices.length + senders.length) } = options
    const clientFaults = faults.filter(({ kind }) => nodes === 1 || !SERVER_FAULTS.has(kind))
    const nodeFaults =
      nodes === 1
        ? []
        : planPresenceFaults(random('node faults'), { nodes, users: 0, untilMs: nodeFaultsMs })
    const suffered = backend.suffer(nodeFaults)
    const nemesis = startNemesis(clientFaults, backend.single, [
      ...devices.map(({ device, proxy }) => ({ proxy, reload: device.reload })),
      ...senders,
    ])
    const joined = moveMembers(plan, backend)
    const working = Promise.all([
      ...devices.map(({ device, conversationIds }) =>
        work(device, conversationIds, random(`work of ${device.name}`), budget),
      ),
      ...senders.map(({ sender, conversationIds }) =>
        work(sender, conversationIds, random(`work of ${sender.name}`), budget),
      ),
    ])
    await Promise.race([working, backend.died])
    await joined
    await suffered
    const happened = await nemesis.stop()
    for (const { stop } of [...devices, ...senders]) stop()
    if (endsWithReset) for (const { proxy } of [...devices, ...senders]) proxy.reset()
    const workMs = recorder.now()
    const times = await settle(
      file,
      devices.map(({ device, shown }) => ({ device, conversationIds: shown })),
      senders.map(({ sender }) => sender),
      options.patience,
    )

    const { history } = recorder
    await backend.close()
    const content = await readContent(file)
    return {
      seed,
      violations: checkHistory(history, content),
      history,
      content,
      faults: happened,
      nodeFaults,
      acked: history.sends.filter(({ outcome }) => outcome === 'acked').length,
      lostAcks,
      repeated: devices.reduce((sum, { device }) => sum + device.repeated(), 0),
      duplicates: senders.reduce((sum, { sender }) => sum + sender.duplicates(), 0),
      workMs,
      ...times,
      complaints: backend.complaints(),
    }
  } finally {
    for (const end of ends.reverse()) await end()
    await backend.close()
    process.off('exit', remove)
    remove()
  }
}
