import { isRealtimeError, realtimeError } from '../errors'
import type { Logger } from '../logger'
import type { RealtimeStore } from './types'

/**
 * Wraps a store so that whatever its verbs reject with becomes `STORE_UNAVAILABLE`: logged here
 * with its cause, and retryable for the client, which is told nothing else.
 */
export function guardStore(store: RealtimeStore, logger: Logger): RealtimeStore {
  const guard =
    <Args extends unknown[], Result>(verb: string, run: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      try {
        return await run.apply(store, args)
      } catch (cause) {
        if (isRealtimeError(cause)) throw cause
        logger.error({ store: store.name, verb, error: cause }, 'the store failed')
        throw realtimeError(
          'STORE_UNAVAILABLE',
          'The message store is not available right now; try again shortly.',
          { cause },
        )
      }
    }

  return {
    name: store.name,
    ping: guard('ping', store.ping),
    close: guard('close', store.close),
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
