import type { Connection } from './connection'
import { latencyOf, type Latency } from '../shared/statistics'
import { createTraffic, deliveriesOf, sentAtOf, type Audience } from './traffic'

/** As fast as answers come, or at a fixed rate whatever the answers do. */
export type Pace =
  | { kind: 'closed'; messages: number; outstandingEach: number }
  | { kind: 'open'; messages: number; perSecond: number }

/** Two of each sender's at a time. */
export const closed = (messages: number): Pace => ({ kind: 'closed', messages, outstandingEach: 2 })
export const PAIRS = { kind: 'pairs' } as const

export interface Work {
  audience: Audience
  pace: Pace
  textLength: number
}

export interface Outcome {
  messages: number
  deliveries: number
  elapsedMs: number
  /** From when a message was due until its sender was answered. */
  ack: Latency
  /** The same until a member had it. */
  delivery: Latency
  /** Milliseconds of CPU of all clients. */
  clientCpuMs: number
}

/** What connections report to, whoever listens right now. */
export const createReceiver = () => ({
  onAck: (_n: number, _isOk: boolean): void => {},
  onNews: (_frame: Buffer): void => {},
})

/** Long after the last message something is lost, not late. */
const PATIENCE_MS = 30_000
/** A prime, so that neighbours in time are not neighbours in a group. */
const STRIDE = 101

/** Sends messages and waits until each was answered and has reached everybody. */
export async function sendAll(
  connections: Connection[],
  receiver: ReturnType<typeof createReceiver>,
  { audience, pace, textLength }: Work,
): Promise<Outcome> {
  const messageOf = createTraffic(audience, connections, textLength)
  const expected = pace.messages * deliveriesOf(audience)
  const sentAt = new Float64Array(pace.messages)
  const sentBy = new Uint32Array(pace.messages)
  const acks: number[] = []
  const deliveries: number[] = []
  let sent = 0

  const request = (from: number, at: number) => {
    const n = sent++
    sentAt[n] = at
    sentBy[n] = from
    connections[from]?.request(n, messageOf(n, from, at))
  }
  const sendAtOnce = (count: number) => {
    while (sent < count) request(sent % connections.length, performance.now())
  }

  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  // Counted from when a message was due, not from when this process came to send it.
  const sendAtRate = (perSecond: number) => {
    for (const now = performance.now(); sent < pace.messages;) {
      const dueAt = startedAt + (sent * 1000) / perSecond
      if (dueAt > now) break
      request((sent * STRIDE) % connections.length, dueAt)
    }
    if (sent < pace.messages) setTimeout(sendAtRate, 1, perSecond)
  }

  await new Promise<void>((resolve, reject) => {
    let seen = 0
    const patience = setInterval(() => {
      const now = acks.length + deliveries.length
      if (now === seen) {
        clearInterval(patience)
        const came = `${acks.length} answers and ${deliveries.length} deliveries`
        reject(new Error(`${came} of ${pace.messages} and ${expected} came`))
      }
      seen = now
    }, PATIENCE_MS)
    const finishWhenDone = () => {
      if (acks.length < pace.messages || deliveries.length < expected) return
      clearInterval(patience)
      resolve()
    }
    receiver.onAck = (n, isOk) => {
      if (!isOk) reject(new Error('the server refused a message'))
      acks.push(performance.now() - (sentAt[n] ?? NaN))
      if (pace.kind === 'closed' && sent < pace.messages) {
        request(sentBy[n] ?? 0, performance.now())
      }
      finishWhenDone()
    }
    receiver.onNews = (frame) => {
      deliveries.push(performance.now() - sentAtOf(frame))
      finishWhenDone()
    }
    if (pace.kind === 'open') sendAtRate(pace.perSecond)
    else sendAtOnce(Math.min(connections.length * pace.outstandingEach, pace.messages))
  })
  const elapsedMs = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpuBefore)
  return {
    messages: pace.messages,
    deliveries: deliveries.length,
    elapsedMs,
    ack: latencyOf(acks),
    delivery: latencyOf(deliveries),
    clientCpuMs: (user + system) / 1000,
  }
}
