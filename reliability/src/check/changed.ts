import type { Message } from '@monhub/realtime-server'
import type { Change, Content, History, Violation } from './history'

/** Acknowledged edits, deletions and reactions that the store does not show. */
export function lostChanges({ changes }: History, { messages }: Content): Violation[] {
  const byId = new Map(messages.map((message) => [message._id, message]))
  return changes.flatMap((change): Violation[] => {
    if (change.outcome !== 'acked') return []
    const stored = byId.get(change.targetId)
    const others = changes.filter((other) => other !== change && mayFollow(other, change))
    if (stored && shows(stored, change, others)) return []
    const { kind, value, actorId, conversationId, targetId } = change
    const detail = `${kind} "${value}" of ${targetId} by ${actorId} was acknowledged`
    return [{ kind: 'lost-change', conversationId, detail }]
  })
}

/** It was not over when the other began, perhaps in another tab: either may have come first. */
const mayFollow = ({ targetId, endedAt = Infinity }: Change, before: Change) =>
  targetId === before.targetId && endedAt > before.invokedAt

function shows(message: Message, { kind, value, actorId }: Change, others: Change[]): boolean {
  if (message.deletedAt !== undefined) return true
  const texts = others.flatMap((other) => (other.kind === 'edit' ? [other.value] : []))
  switch (kind) {
    case 'delete':
      return false
    case 'edit':
      return [value, ...texts].includes(message.text)
    case 'reaction':
      return message.reactions?.[value]?.includes(actorId) ?? false
  }
}
