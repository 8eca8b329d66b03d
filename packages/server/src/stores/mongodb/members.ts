import type { MemberEntry } from '@monhub/realtime-protocol'
import type { MemberStore } from '../types'
import type { Collections } from './database'
import { toEntry } from './entries'
import type { Ids } from './ids'
import { membersAfter } from './membership'
import type { Places } from './places'
import type { Roster } from './roster'
import type { Settling } from './settling'

type Change = Parameters<MemberStore['updateMembers']>[0]

interface Parts {
  ids: Ids
  places: Places
  roster: Roster
  settling: Settling
}

export function createMembers({ messages }: Collections, { ids, places, roster, settling }: Parts) {
  const { listed } = roster

  async function members(conversationId: string): Promise<string[]> {
    await settling.settleIds([conversationId])
    return listed(conversationId)
  }

  async function updateMembers(
    change: Change,
  ): Promise<{ entry?: MemberEntry; memberIds: string[] }> {
    const { conversationId, actorId, add, remove } = change
    const entry = await places.take(conversationId, async () => {
      const place = { conversationId, ...(await places.next(conversationId)) }
      const before = await roster.before(place)
      const after = membersAfter(before, { added: [...add], removed: [...remove] })
      const added = after.filter((userId) => !before.includes(userId))
      const removed = before.filter((userId) => !after.includes(userId))
      if (added.length === 0 && removed.length === 0) return undefined
      const row = {
        ...place,
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
