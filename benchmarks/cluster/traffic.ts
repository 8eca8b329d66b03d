import { setTimeout as sleep } from 'node:timers/promises'
import { inFlight } from '../shared/inFlight'
import { latencyOf, type Latency } from '../shared/statistics'
import { connect, type Client } from './client'
import type { Nodes } from './nodes'
import type { Sizes } from './sizes'

export interface Traffic {
  /** Sends through the one node to clients of the other, at a fixed rate; waits for all. */
  send: (messages: number) => Promise<Latency>
  close: () => void
}

const TEXT = 'Do you have a minute to look at this? '.repeat(6).slice(0, 200)
const PATIENCE_MS = 10_000

/** Connects everybody, and waits until both nodes know of all of them where ours is on top. */
export async function openTraffic(nodes: Nodes, sizes: Sizes): Promise<Traffic> {
  const { ports, vitals } = nodes
  const { idle, pairs, perSecond } = sizes
  const latenciesMs: number[] = []
  const onNews = (frame: string) => {
    const sentAt = Number(/"sentAt":([\d.]+)/.exec(frame)?.[1])
    latenciesMs.push(performance.now() - sentAt)
  }
  const clients: Client[] = []
  const enter = async (port: number, userId: string) => {
    const client = await connect(port, userId, onNews)
    clients.push(client)
    return client
  }
  await inFlight(idle, 32, (i) => enter(ports[i % 2 === 0 ? 0 : 1], `idle-${i}`))
  const senders: Client[] = []
  for (let i = 0; i < pairs; i++) {
    senders.push(await enter(ports[0], `sender-${i}`))
    const receiver = await enter(ports[1], `receiver-${i}`)
    await receiver.join(`room-${i}`)
  }
  await until(async () =>
    (await vitals()).every(({ online }) => online === null || online === clients.length),
  )

  return {
    send: async (messages) => {
      latenciesMs.length = 0
      const startedAt = performance.now()
      for (let sent = 0; sent < messages;) {
        const dueAt = startedAt + (sent * 1000) / perSecond
        if (dueAt > performance.now()) {
          await sleep(1)
          continue
        }
        // Counted from when it was due, not from when this process came to send it.
        const post = { room: `room-${sent % pairs}`, sentAt: dueAt, text: TEXT }
        senders[sent % pairs]?.emit('app:post', JSON.stringify(post))
        sent++
      }
      await until(async () => latenciesMs.length >= messages)
      // What comes twice would come now.
      await sleep(50)
      if (latenciesMs.length > messages) throw new Error('messages came more than once')
      return latencyOf(latenciesMs)
    },
    close: () => {
      for (const client of clients) client.close()
    },
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const startedAt = performance.now()
  while (!(await isSo())) {
    if (performance.now() - startedAt > PATIENCE_MS) throw new Error('not everything arrived')
    await sleep(10)
  }
}
