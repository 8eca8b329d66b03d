import type { ChangeEntry } from '@monhub/realtime-protocol'
import type { ChangeDraft, ErasureStore } from '../types'
import type { Conversations } from './conversations'
import type { KeptMessage } from './keep'
import type { Log } from './log'

type Step = Parameters<ErasureStore['eraseUser']>[0]

/** The changes that take a user's messages and reactions out of the logs, at most so many of each. */
export function createErasure(
  conversations: Conversations,
  byId: Map<string, KeptMessage>,
  log: Log,
) {
  function erase({ userId, limit }: Step): { entries: ChangeEntry[]; isDone: boolean } {
    const messages = [...byId.values()]
    const own = messages.filter((message) => message.senderId === userId && !message.deletedAt)
    const reacted = messages.flatMap((message) => reactionsOf(message, userId))
    const drafts: ChangeDraft[] = [
      ...own
        .slice(0, limit)
        .map((message) => ({ kind: 'delete' as const, ...at(message, userId) })),
      ...reacted.slice(0, limit),
    ]
    const entries = drafts.flatMap((draft) => log.change(draft)?.entry ?? [])
    return { entries, isDone: own.length <= limit && reacted.length <= limit }
  }

  function prune({ before, limit }: { before: string; limit: number }): number {
    let removed = 0
    for (const conversation of conversations.all()) {
      const { entries } = conversation
      const isOld = () => (entries[0]?.createdAt ?? before) < before
      while (removed < limit && entries.length > 1 && isOld()) {
        log.dropOldest(conversation)
        removed++
      }
    }
    return removed
  }

  return { erase, prune }
}

const at = ({ conversationId, _id }: KeptMessage, actorId: string) => ({
  conversationId,
  targetId: _id,
  actorId,
})

const reactionsOf = (message: KeptMessage, userId: string): ChangeDraft[] =>
  Object.entries(JSON.parse(message.reactions ?? '{}') as Record<string, string[]>)
    .filter(([, userIds]) => userIds.includes(userId))
    .map(([reaction]) => ({ kind: 'reaction', ...at(message, userId), reaction, isRemoved: true }))
