import { chunks } from './chunks'
import type { Client } from './client'
import { createPresence } from './presence'
import { createStore, type Source, type Store } from './store'

export interface LastSeen {
  /** When somebody was last online (ISO), while they are offline; watched while subscribed to. */
  of(userId: string): Source<string | undefined>
}

/** When people were last online: asked for those who are shown, whenever they are found offline. */
export function createLastSeen(client: Client): LastSeen {
  const presence = client.feature(createPresence)
  const shown = new Map<string, Store<{ at?: string | undefined }>>()
  const queue = new Set<string>()
  /** The latest question about somebody. */
  const asked = new Map<string, string[]>()

  function show(userId: string) {
    const store = createStore<{ at?: string | undefined }>({}, (isActive) => {
      if (!isActive) shown.delete(userId)
    })
    shown.set(userId, store)
    check(userId)
    return store
  }

  function check(userId: string) {
    // Whatever was asked before is about an earlier absence.
    asked.delete(userId)
    queue.delete(userId)
    if (presence.of(userId).getState() !== null) return
    if (queue.size === 0) queueMicrotask(flush)
    queue.add(userId)
  }

  function flush() {
    const userIds = [...queue].filter((id) => shown.has(id))
    queue.clear()
    for (const part of chunks(userIds, client.limits.idsPerEvent)) void ask(part)
  }

  async function ask(userIds: string[]) {
    for (const id of userIds) asked.set(id, userIds)
    try {
      const { lastSeen } = await client.request('presence:watch', { lastSeen: userIds })
      const times = new Map(Object.entries(lastSeen ?? {}))
      for (const id of userIds)
        if (asked.get(id) === userIds) shown.get(id)?.setState({ at: times.get(id) })
    } catch (error) {
      client.logger.debug('[realtime] nobody said when somebody was last seen', error)
    }
  }

  return {
    of: (userId) => ({
      getState: () =>
        presence.of(userId).getState() ? undefined : shown.get(userId)?.getState().at,
      getInitialState: () => undefined,
      subscribe(listener) {
        const stopWatching = presence.of(userId).subscribe(() => {
          check(userId)
          listener()
        })
        const stop = (shown.get(userId) ?? show(userId)).subscribe(listener)
        return () => {
          stopWatching()
          stop()
        }
      },
    }),
  }
}
