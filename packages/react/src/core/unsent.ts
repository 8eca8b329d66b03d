import type { Client } from './client'

/** Where the unsent messages of all users of a browser are kept, each under `[connection, clientId]`. */
export const UNSENT = { database: 'monhub-realtime', store: 'outbox' }

/** What keeps the unsent messages of one user apart from those of others. */
export const connectionOf = ({ url, userId }: Pick<Client, 'url' | 'userId'>): string =>
  JSON.stringify([url ?? null, userId])

/**
 * Deletes what a user who left has not sent, also where the page never used the outbox. Apart from
 * the outbox, so that apps without chat carry no more than this.
 */
export function forgetUnsent(client: Pick<Client, 'url' | 'userId' | 'platform' | 'logger'>): void {
  const connection = connectionOf(client)
  const { outboxStorage, clock } = client.platform
  if (outboxStorage) {
    void outboxStorage(connection, client.logger, clock).clear()
    return
  }
  try {
    const opening = indexedDB.open(UNSENT.database)
    // There is no such database: there should be none afterwards.
    opening.onupgradeneeded = () => opening.transaction?.abort()
    opening.onsuccess = () => {
      const database = opening.result
      database
        .transaction(UNSENT.store, 'readwrite')
        .objectStore(UNSENT.store)
        .delete(IDBKeyRange.bound([connection], [connection, []]))
      database.close()
    }
  } catch {
    // No IndexedDB, or none for this frame: then nothing was kept in it.
  }
}
