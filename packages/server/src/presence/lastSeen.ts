import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../logger'
import type { LastSeenStore } from '../stores/types'

/** Writes down when users were last online, without anybody waiting for it. */
export interface LastSeen {
  left: (userId: string, at: number) => void
  of: (userIds: readonly string[]) => Promise<Map<string, string>>
  /** Resolves when what is known is stored, or after a second. */
  drain: () => Promise<void>
}

/** A node that goes down with ten thousand users must not open ten thousand writes. */
const AT_ONCE = 16
const DRAIN_MS = 1000

export function createLastSeen(store: LastSeenStore, logger: Logger): LastSeen {
  const waiting = new Map<string, number>()
  const running = new Set<Promise<void>>()
  let isFailing = false

  const write = async (userId: string, at: number) => {
    try {
      await store.setLastSeen({ userId, at: new Date(at).toISOString() })
      isFailing = false
    } catch (error) {
      if (!isFailing) logger.warn({ error }, 'when users were last seen could not be stored')
      isFailing = true
    }
  }

  const next = () => {
    for (const [userId, at] of waiting) {
      if (running.size >= AT_ONCE) return
      waiting.delete(userId)
      const writing = write(userId, at).finally(() => {
        running.delete(writing)
        next()
      })
      running.add(writing)
    }
  }

  return {
    left: (userId, at) => {
      waiting.set(userId, Math.max(at, waiting.get(userId) ?? 0))
      next()
    },
    of: (userIds) => store.lastSeen(userIds),
    drain: async () => {
      let isOver = false
      const timeout = sleep(DRAIN_MS, undefined, { ref: false }).then(() => {
        isOver = true
      })
      while (running.size > 0 && !isOver) await Promise.race([...running, timeout])
    },
  }
}
