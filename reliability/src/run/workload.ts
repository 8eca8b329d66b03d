import type { Random } from '../random'
import { sleep } from '../sleep'
import type { Device } from './device'
import type { PlainSender } from './plainSender'

/** Shared by all: how many messages are still to be sent. */
export interface Budget {
  left: number
}

/** Think time between two messages of one client is up to twice this. */
const THINK_MS = 150
/** Somebody who sees so many unsent messages waits. */
const MAX_OPEN = 10

/** Sends until the budget is used up, now and then to another conversation. */
export async function work(
  actor: Device | PlainSender,
  conversationIds: readonly string[],
  random: Random,
  budget: Budget,
): Promise<void> {
  for (let n = 1; ; n++) {
    await sleep(random.between(0, 2 * THINK_MS))
    if (budget.left <= 0) return
    if (actor.openSends() >= MAX_OPEN) continue
    budget.left--
    const conversationId = random.pick(conversationIds)
    actor.send(conversationId, `${actor.name}.${n}`)
    if ('change' in actor) fiddle(actor, conversationId, random, n)
  }
}

/** Reads, edits, deletes, reacts. */
function fiddle(device: Device, conversationId: string, random: Random, n: number) {
  if (random.chance(0.2)) device.markRead(conversationId)
  const all = device.stored(conversationId).filter(({ deletedAt }) => deletedAt === undefined)
  const own = all.filter(({ senderId }) => senderId === device.userId)
  const draw = random.fraction()
  const [kind, from] =
    draw < 0.06
      ? (['edit', own] as const)
      : draw < 0.09
        ? (['delete', own] as const)
        : (['reaction', all] as const)
  if (draw > 0.2 || from.length === 0) return
  const target = random.pick(from.slice(-20))
  const [token = ''] = target.text.split(' ')
  const value = kind === 'edit' ? `${token} edit ${n}` : kind === 'delete' ? '' : `r${n}`
  device.change({ kind, conversationId, targetId: target._id, value })
}
