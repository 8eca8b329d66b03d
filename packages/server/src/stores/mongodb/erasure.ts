import type { ChangeEntry } from '@monhub/realtime-protocol'
import type { ChangeDraft, ErasureStore, LogStore } from '../types'
import type { Collections, Fields } from './database'
import type { Ids } from './ids'
import { MESSAGES, toMessage } from './rows'
import type { Settling } from './settling'
import type { Stamps } from './stamps'
import { toRow } from './values'

interface Parts {
  ids: Ids
  change: LogStore['change']
  settling: Settling
  stamps: Stamps
}

/** Forgets a user: message by message, reaction by reaction, and then what is theirs alone. */
export function createErasure(collections: Collections, parts: Parts): ErasureStore['eraseUser'] {
  const { messages, conversations, cursors, notifications, versions, lastSeen } = collections
  const { ids, change, settling, stamps } = parts

  /** One more than is wanted, to know whether there is more. */
  const find = async (filter: Fields, limit: number) =>
    (await messages.find({ ...filter, ...MESSAGES }, { limit: limit + 1 }).toArray())
      .map(toRow)
      .map(toMessage)

  async function take(drafts: ChangeDraft[]): Promise<ChangeEntry[]> {
    const entries: ChangeEntry[] = []
    for (const draft of drafts) {
      const result = await change(draft)
      if (result) entries.push(result.entry)
    }
    return entries
  }

  async function dropOwn(userId: string): Promise<void> {
    const left = await cursors.find({ userId }).toArray()
    // The peer's messages keep the stamps that are due to them.
    for (const cursor of left.map(toRow)) await stamps.settle(cursor)
    await Promise.all([
      cursors.deleteMany({ userId }),
      notifications.deleteMany({ userId }),
      versions.deleteMany({ userId }),
      lastSeen.deleteMany({ _id: userId }),
    ])
  }

  return async function eraseUser({ userId, limit }) {
    // A reaction that a crash left would come back later.
    const listed = await conversations
      .find({ memberIds: userId }, { projection: { settledTo: 1 } })
      .toArray()
    await settling.settleAll(listed.map(toRow))

    const own = await find({ senderId: { $in: ids.formsOf(userId) }, deletedAt: null }, limit)
    const at = ({ conversationId, _id }: { conversationId: string; _id: string }) => ({
      conversationId,
      targetId: _id,
      actorId: userId,
    })
    const deleted = await take(
      own.slice(0, limit).map((message) => ({ kind: 'delete', ...at(message) })),
    )
    const reacted = (await find({ reactedBy: userId }, limit)).flatMap((message) =>
      Object.entries(message.reactions ?? {})
        .filter(([, userIds]) => userIds.includes(userId))
        .map(([reaction]) => ({ ...at(message), reaction })),
    )
    const takenBack = await take(
      reacted
        .slice(0, limit)
        .map((reaction) => ({ kind: 'reaction', ...reaction, isRemoved: true })),
    )
    const isDone = own.length <= limit && reacted.length <= limit
    if (isDone) await dropOwn(userId)
    return { entries: [...deleted, ...takenBack], isDone }
  }
}
