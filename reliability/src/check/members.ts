import type { MemberEntry } from '@monhub/realtime-server'
import type { Content, Violation } from './history'
import type { LastSeqFor } from './shown'

/**
 * Up to where each user may read, by the entries of the log: everything for whoever is a member,
 * what came before they were taken out for whoever was one, nothing for others. Ids of direct
 * conversations name their two members.
 */
export function readable({ entries }: Content): LastSeqFor {
  const changes = entries.filter((entry): entry is MemberEntry => entry.kind === 'member')
  return (userId, conversationId) => {
    if (conversationId.startsWith('dm:')) {
      const ids = conversationId.slice('dm:'.length).split(':').map(decodeURIComponent)
      return ids.includes(userId) ? Infinity : 0
    }
    let last = 0
    for (const { conversationId: id, seq, added, removed } of changes) {
      if (id !== conversationId) continue
      if (added.includes(userId)) last = Infinity
      if (removed.includes(userId)) last = seq
    }
    return last
  }
}

/** A send that was let in may be stored this much after its sender was taken out. */
const UNDER_WAY_MS = 1000

/** Messages that a group's log holds from somebody who was not in it when they were stored. */
export function strangers({ entries }: Content): Violation[] {
  const members = new Map<string, Set<string>>()
  const leftAt = new Map<string, number>()
  return entries.flatMap((entry): Violation[] => {
    const { conversationId, seq } = entry
    const ids = members.get(conversationId) ?? new Set<string>()
    members.set(conversationId, ids)
    if (entry.kind === 'member') {
      for (const id of entry.added) ids.add(id)
      for (const id of entry.removed) {
        ids.delete(id)
        leftAt.set(`${conversationId} ${id}`, Date.parse(entry.createdAt))
      }
    }
    if (entry.kind !== 'message' || conversationId.startsWith('dm:')) return []
    const { senderId, text, createdAt } = entry.message
    if (ids.has(senderId)) return []
    const left = leftAt.get(`${conversationId} ${senderId}`) ?? -Infinity
    if (Date.parse(createdAt) - left <= UNDER_WAY_MS) return []
    const detail = `${text} (${seq}) was stored while ${senderId} was not a member`
    return [{ kind: 'stranger', conversationId, detail }]
  })
}
