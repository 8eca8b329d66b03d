import type { Message } from '@monhub/realtime-server'
import type { Change, Content, History, Violation } from './history'

/** Acknowledged edits, deletions and reactions that the store does not show. */
export function lostChanges({ changes }: History, { messages }: Content): Violation[] {
  const byId = new Map(messages.map((message) => [message._id, message]))
  return changes.flatMap((change, at): Violation[] => {
    if (change.outcome !== 'acked') return []
    const later = changes
      .slice(at + 1)
      .filter(({ targetId, actorId }) => targetId === change.targetId && actorId === change.actorId)
    const stored = byId.get(change.targetId)
    if (stored && shows(stored, change, later)) return []
    const { kind, value, actorId, conversationId, targetId } = change
    const detail = `${kind} "${value}" of ${targetId} by ${actorId} was acknowledged`
    return [{ kind: 'lost-change', conversationId, detail }]
  })
}

/** Only later acts of the same user may hide one; whether an unanswered one did is not known. */
function shows(message: Message, { kind, value, actorId }: Change, later: Change[]): boolean {
  if (message.deletedAt !== undefined) return true
  const laterTexts = later.flatMap((next) => (next.kind === 'edit' ? [next.value] : []))
  switch (kind) {
    case 'delete':
      return false
    case 'edit':
      return [value, ...laterTexts].includes(message.text)
    case 'reaction':
      return message.reactions?.[value]?.includes(actorId) ?? false
  }
}
