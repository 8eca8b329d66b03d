import type { MemberEntry } from '@monhub/realtime-server'
import type { Content } from './history'
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
