import { io } from 'socket.io-client'
import { sleep } from '../sleep'

/** Honest users, so many that the slowest of a hundred messages is not one mishap of the machine. */
const PAIRS = 4

/** Pairs of users, one of whom writes to the other 40 times a second. */
export async function startBystanders(url: string) {
  const open = (userId: string) =>
    io(url, { auth: { userId, rt: { v: 2 } }, transports: ['websocket'], forceNew: true })
  const pairs = Array.from({ length: PAIRS }, (_, at) => ({
    writer: open(`writer${at}`),
    reader: open(`reader${at}`),
    receiverId: `reader${at}`,
  }))
  const all = pairs.flatMap(({ writer, reader }) => [writer, reader])
  await Promise.all(all.map((it) => new Promise<void>((ok) => it.once('connect', ok))))
  let refused = 0

  async function write({ writer, reader, receiverId }: (typeof pairs)[number], durationMs: number) {
    const sentAt = new Map<string, number>()
    const took: number[] = []
    const heard = ({ message: { text } }: { message: { text: string } }) => {
      const at = sentAt.get(text)
      if (at !== undefined) took.push(performance.now() - at)
    }
    reader.on('message:new', heard)
    const until = performance.now() + durationMs
    for (let n = 0; performance.now() < until; n++) {
      const text = `${until} ${n}`
      sentAt.set(text, performance.now())
      writer.emit('message:send', { receiverId, text }, ({ ok }: { ok: boolean }) => {
        if (!ok) refused++
      })
      await sleep(25)
    }
    await sleep(200)
    reader.off('message:new', heard)
    return took
  }

  return {
    refused: () => refused,
    /** How long the slowest of a hundred messages took to arrive, in milliseconds. */
    p99: async (durationMs: number) => {
      const took = await Promise.all(pairs.map((pair) => write(pair, durationMs)))
      const sorted = took.flat().sort((a, b) => a - b)
      return sorted[Math.floor(sorted.length * 0.99)] ?? Infinity
    },
    close: () => all.forEach((it) => it.disconnect()),
  }
}

export type Bystanders = Awaited<ReturnType<typeof startBystanders>>
