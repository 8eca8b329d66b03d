import { isRealtimeError, realtimeError } from '../errors'
import type { Logger } from '../logger'
import { createDeadline } from './deadline'
import type { RealtimeStore } from './types'

export interface GuardedStore extends RealtimeStore {
  /** True when a verb failed a short while ago and has not worked since: a ping may still work. */
  isFailing: () => boolean
}

/** So long a failure counts where nobody tries again. */
const FAILING_MS = 30_000

/** Shorter than a client waits for its ack, so that it is told why. */
const TIMEOUT_MS = 8000

/**
 * Wraps a store so that whatever its verbs reject with, or an answer that does not come, becomes
 * `STORE_UNAVAILABLE`: logged here with its cause, and retryable for the client, which is told
 * nothing else. What was written too late is found by its clientId when the client tries again.
 */
export function guardStore(
  store: RealtimeStore,
  logger: Logger,
  timeoutMs = TIMEOUT_MS,
): GuardedStore {
  /** When each verb that failed last time it was asked did so. */
  const failedAt = new Map<string, number>()
  const inTime = createDeadline(timeoutMs, 'The store')

  const guard =
    <Args extends unknown[], Result>(verb: string, run: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      try {
        const result = await inTime(run.apply(store, args))
        failedAt.delete(verb)
        return result
      } catch (cause) {
        if (isRealtimeError(cause)) throw cause
        failedAt.set(verb, performance.now())
        logger.error({ store: store.name, verb, error: cause }, 'the store failed')
        throw realtimeError(
          'STORE_UNAVAILABLE',
          'The message store is not available right now; try again shortly.',
          { cause },
        )
      }
    }

  return {
    isFailing: () => [...failedAt.values()].some((at) => performance.now() - at < FAILING_MS),
    name: store.name,
    ping: guard('ping', store.ping),
    // Waits for what is under way, however long.
    close: () => store.close(),
    append: guard('append', store.append),
    change: guard('change', store.change),
    members: guard('members', store.members),
    updateMembers: guard('updateMembers', store.updateMembers),
    history: guard('history', store.history),
    entries: guard('entries', store.entries),
    messages: guard('messages', store.messages),
    markRead: guard('markRead', store.markRead),
    cursors: guard('cursors', store.cursors),
    unread: guard('unread', store.unread),
    conversations: guard('conversations', store.conversations),
    addNotification: guard('addNotification', store.addNotification),
    notifications: guard('notifications', store.notifications),
    unreadNotifications: guard('unreadNotifications', store.unreadNotifications),
    markNotifications: guard('markNotifications', store.markNotifications),
    bumpVersion: guard('bumpVersion', store.bumpVersion),
    versions: guard('versions', store.versions),
    setLastSeen: guard('setLastSeen', store.setLastSeen),
    lastSeen: guard('lastSeen', store.lastSeen),
    eraseUser: guard('eraseUser', store.eraseUser),
    prune: guard('prune', store.prune),
  }
}
