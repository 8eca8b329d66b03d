import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Conversations } from '../conversations'
import type { ErasureStore } from '../stores/types'
import type { RealtimeNamespace } from '../types'
import { announceEntry } from './changes'
import type { Members } from './members'

export interface Erasure {
  eraseUser: (userId: string) => Promise<void>
  prune: (before: string) => Promise<number>
}

interface ErasureParts {
  nsp: RealtimeNamespace
  store: ErasureStore
  conversations: Conversations
  members: Members
}

/** Messages and the like in one step; in between, others get their turn. */
const STEP = 200

/** Forgetting, step by step, so that nobody waits for it; a run that was cut off can be repeated. */
export function createErasure({ nsp, store, conversations, members }: ErasureParts): Erasure {
  return {
    eraseUser: async (userId) => {
      for (let isDone = false; !isDone;) {
        const step = await store.eraseUser({ userId, limit: STEP })
        for (const entry of step.entries) {
          announceEntry(nsp, await conversations.find(entry.conversationId), entry)
        }
        isDone = step.isDone
        await nextTurn()
      }
      await members.leaveAll(userId)
    },
    prune: async (before) => {
      let removed = 0
      for (let isDone = false; !isDone;) {
        const step = await store.prune({ before, limit: STEP })
        removed += step.removed
        isDone = step.isDone
        await nextTurn()
      }
      return removed
    },
  }
}
