import { difference } from '../check/final'
import type { Content } from '../check/history'
import { readable } from '../check/members'
import { readContent } from '../server/readContent'
import { sleep } from '../sleep'
import type { Device } from './device'
import type { PlainSender } from './plainSender'

export interface Patience {
  /** @default 60_000 */
  sendsMs: number
  /** Longer than a client takes to ask by itself. @default 75_000 */
  screensMs: number
}

const POLL_MS = 100

/** When everything works again: waits until all messages are sent and all screens show the same. */
export async function settle(
  file: string,
  devices: readonly { device: Device; conversationIds: ReadonlySet<string> }[],
  senders: readonly PlainSender[],
  { sendsMs = 60_000, screensMs = 75_000 }: Partial<Patience> = {},
): Promise<{ sentAfterMs: number; shownAfterMs: number }> {
  const startedAt = performance.now()
  const passedMs = () => Math.round(performance.now() - startedAt)
  // As a page does that hears that the network is back.
  for (const { device } of devices) device.hurry()
  const actors = [...devices.map(({ device }) => device), ...senders]
  await until(sendsMs, async () => actors.every((actor) => actor.openSends() === 0))
  const sentAfterMs = passedMs()

  const readers = (content: Content) => {
    const lastSeqFor = readable(content)
    return devices.flatMap(({ device, conversationIds }) =>
      [...conversationIds].flatMap((id) =>
        lastSeqFor(device.userId, id) === Infinity ? [{ device, id }] : [],
      ),
    )
  }
  await until(screensMs, async () => {
    const content = await readContent(file)
    const shown = await Promise.all(
      readers(content).map(async ({ device, id }) => {
        await device.loadAll(id)
        const stored = content.messages.filter(({ conversationId }) => conversationId === id)
        return difference(device.stored(id), stored) === undefined
      }),
    )
    return shown.every(Boolean)
  })
  for (const { device, id } of readers(await readContent(file))) device.finish(id)
  return { sentAfterMs, shownAfterMs: passedMs() }
}

async function until(limitMs: number, isDone: () => Promise<boolean>) {
  const deadline = performance.now() + limitMs
  while (!(await isDone()) && performance.now() < deadline) await sleep(POLL_MS)
}
