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

/** What a group's log holds of somebody who was not in it when it was stored. */
export function strangers({ entries }: Content): Violation[] {
  const members = new Map<string, Set<string>>()
  return entries.flatMap((entry): Violation[] => {
    const { conversationId, seq, kind } = entry
    const ids = members.get(conversationId) ?? new Set<string>()
    members.set(conversationId, ids)
    if (kind === 'member') {
      for (const id of entry.added) ids.add(id)
      for (const id of entry.removed) ids.delete(id)
      return []
    }
    const userId = kind === 'message' ? entry.message.senderId : entry.actorId
    if (conversationId.startsWith('dm:') || ids.has(userId)) return []
    const what = kind === 'message' ? entry.message.text : kind
    const detail = `${what} (${seq}) was stored while ${userId} was not a member`
    return [{ kind: 'stranger', conversationId, detail }]
  })
}
