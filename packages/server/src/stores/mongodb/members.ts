import type { MemberEntry } from '@monhub/realtime-protocol'
import type { MemberStore } from '../types'
import type { Collections, Fields } from './database'
import { toEntry } from './entries'
import type { Ids } from './ids'
import { membersAfter } from './membership'
import type { Places } from './places'
import type { Settling } from './settling'
import { toRow, userIds } from './values'

type Change = Parameters<MemberStore['updateMembers']>[0]

interface Parts {
  ids: Ids
  places: Places
  settling: Settling
}

export function createMembers(
  { messages, conversations }: Collections,
  { ids, places, settling }: Parts,
) {
  async function listed(conversationId: string, readConcern?: Fields): Promise<string[]> {
    const found = await conversations.findOne(
      { _id: conversationId },
      { projection: { memberIds: 1 }, ...(readConcern && { readConcern }) },
    )
    return found === null ? [] : userIds(toRow(found), 'memberIds')
  }

  async function members(conversationId: string): Promise<string[]> {
    await settling.settleIds([conversationId])
    return listed(conversationId)
  }

  async function updateMembers(
    change: Change,
  ): Promise<{ entry?: MemberEntry; memberIds: string[] }> {
    const { conversationId, actorId, add, remove } = change
    const entry = await places.take(conversationId, async () => {
      const place = await places.next(conversationId)
      // Who was in it when that place was next: another change meanwhile takes the place.
      await settling.settle(conversationId, place.seq - 1)
      const before = await listed(conversationId, { level: 'local' })
      const after = membersAfter(before, { added: [...add], removed: [...remove] })
      const added = after.filter((userId) => !before.includes(userId))
      const removed = before.filter((userId) => !after.includes(userId))
      if (added.length === 0 && removed.length === 0) return undefined
      const row = {
        ...place,
        conversationId,
        // The key of its own that the unique index wants.
        clientId: place._id.toHexString(),
        kind: 'member',
        actorId: ids.ofUser(actorId),
        added,
        removed,
      }
      await messages.insertOne(row)
      return toEntry(row)
    })
    if (entry?.kind !== 'member') return { memberIds: await listed(conversationId) }
    await settling.settle(conversationId, entry.seq)
    return { entry, memberIds: await listed(conversationId) }
  }

  return { members, updateMembers }
}
