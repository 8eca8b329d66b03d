import type { Connection } from './connection'

/** Who is written to: pairs of people who write to each other, or groups of so many members. */
export type Audience = { kind: 'pairs' } | { kind: 'groups'; size: number }

export const groupOf = (index: number, size: number) => `group-${Math.floor(index / size)}`

/** How often one message of this traffic is delivered, the sender's own connection included. */
export const deliveriesOf = (audience: Audience) => (audience.kind === 'pairs' ? 2 : audience.size)

/** The n-th message of all, as JSON; `sentAt` comes back at the start of its text. */
export function createTraffic(audience: Audience, connections: Connection[], textLength: number) {
  // A number that is new in every run, where stores keep what earlier ones sent.
  const run = String(Date.now())
  const padding = 'Do you have a minute to look at this? '.repeat(Math.ceil(textLength / 38))
  const targets = connections.map((_, i) =>
    audience.kind === 'pairs'
      ? `"receiverId":"${connections[i ^ 1]?.userId ?? ''}"`
      : `"conversationId":"${groupOf(i, audience.size)}"`,
  )
  return (n: number, from: number, sentAt: number) => {
    const stamp = `${sentAt.toFixed(3)} `
    const text = stamp + padding.slice(0, textLength - stamp.length)
    return `{${targets[from] ?? ''},"clientId":"${run}-${String(n).padStart(22, '0')}","text":"${text}"}`
  }
}

const TEXT = Buffer.from('"text":"')

/** When the message in this frame was sent. */
export function sentAtOf(frame: Buffer): number {
  const start = frame.indexOf(TEXT) + TEXT.length
  return Number(frame.toString('latin1', start, frame.indexOf(0x20, start)))
}
