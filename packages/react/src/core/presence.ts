import { backoffMs } from './backoff'
import type { Client } from './client'
import { isRetryable, toRealtimeError } from './errors'
import { applyDiff, applyWatch, changed, keepOnly, type Online } from './presenceState'
import type { Source } from './store'
import { createWatchList } from './watchList'

export interface Presence {
  /** Whether somebody is online; watched while subscribed to. */
  isOnline(userId: string): Source<boolean>
  /** Everybody online, sorted; the server is asked for everybody while this is subscribed to. */
  onlineUsers: Source<string[]>
}

const NOBODY: string[] = []

/** Presence by watching: the server tells what was asked for, and nothing before. */
export function createPresence(client: Client): Presence {
  const listeners = new Map<string, Set<() => void>>()
  const listListeners = new Set<() => void>()
  const watched = createWatchList(() => client.limits.idsPerEvent)
  let online: Online = new Map()
  /** The list is whole: the server answered for everybody. */
  let isListed = false
  let sorted: string[] | undefined
  let isScheduled = false
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const isWatched = (id: string) => watched.isAll() || watched.has(id)

  function update(next: Online, isWhole = isListed) {
    const ids = changed(online, next)
    if (ids.length === 0 && isWhole === isListed) return
    online = next
    isListed = isWhole
    sorted = undefined
    for (const id of ids) for (const listener of listeners.get(id) ?? []) listener()
    for (const listener of [...listListeners]) listener()
  }

  // In a microtask: one commit that mounts a hundred rows makes one request.
  function schedule() {
    if (isScheduled) return
    isScheduled = true
    queueMicrotask(() => {
      isScheduled = false
      if (client.connection.getState().status === 'connected')
        for (const change of watched.take()) void send(change)
    })
  }

  async function send(change: ReturnType<typeof watched.take>[number]) {
    update(keepOnly(online, isWatched), isListed && change.all !== false)
    try {
      await client.request('presence:watch', change, {
        onResult({ users }) {
          if (change.all) {
            update(keepOnly(applyWatch(online, 'all', users), isWatched), watched.isAll())
          } else update(applyWatch(online, (change.add ?? []).filter(isWatched), users))
        },
      })
      failures = 0
    } catch (cause) {
      const error = toRealtimeError(cause)
      if (error.code === 'DISCONNECTED') return
      if (change.all) update(online, false)
      client.logger.warn('[realtime] presence could not be watched', error)
      clearTimeout(timer)
      if (isRetryable(error)) timer = setTimeout(again, backoffMs(failures++, error.retryAfterMs))
    }
  }

  function again() {
    watched.restart()
    schedule()
  }

  client.onConnect(again)
  client.on('presence:diff', (diff) => update(keepOnly(applyDiff(online, diff), isWatched)))
  client.onClose(() => clearTimeout(timer))

  return {
    isOnline: (userId) => ({
      getState: () => online.has(userId),
      getInitialState: () => false,
      subscribe(listener) {
        const set = listeners.get(userId) ?? new Set()
        const entry = () => listener()
        listeners.set(userId, set.add(entry))
        watched.add(userId)
        schedule()
        return () => {
          if (!set.delete(entry)) return
          if (set.size === 0) listeners.delete(userId)
          watched.remove(userId)
          schedule()
        }
      },
    }),
    onlineUsers: {
      getState: () =>
        watched.isAll() && isListed ? (sorted ??= [...online.keys()].sort()) : NOBODY,
      getInitialState: () => NOBODY,
      subscribe(listener) {
        const entry = () => listener()
        listListeners.add(entry)
        if (listListeners.size === 1) watched.setAll(true)
        schedule()
        return () => {
          if (!listListeners.delete(entry) || listListeners.size > 0) return
          watched.setAll(false)
          schedule()
        }
      },
    },
  }
}
