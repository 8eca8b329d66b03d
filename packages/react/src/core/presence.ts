import type { HandshakeWatch, PresenceMeta, PresenceWatchRequest } from '@monhub/realtime-protocol'
import { backoffMs } from './backoff'
import type { Client } from './client'
import { isRetryable, toRealtimeError } from './errors'
import { createLinger } from './linger'
import { createListeners } from './listeners'
import { createPresenceState, type Known } from './presenceState'
import { select } from './source'
import { createStore, type Source } from './store'
import { createTimer } from './timer'
import { createWatchList } from './watchList'

export interface Presence {
  /**
   * What is known of somebody: details while online, `null` while offline, `undefined` while the
   * server has not answered. Watched while subscribed to, and for a second after.
   */
  of(userId: string): Source<Known>
  /** Whether somebody is online, by the same watch. */
  isOnline(userId: string): Source<boolean>
  /** Everybody online, sorted; the server is asked for everybody while this is subscribed to. */
  onlineUsers: Source<string[]>
}

const NOBODY: string[] = []

/** Presence by watching: the server tells what was asked for, and nothing before. */
export function createPresence(client: Client): Presence {
  const listeners = createListeners((userId, error) =>
    client.logger.error(`[realtime] a listener of ${userId} threw`, error),
  )
  const watched = createWatchList(() => client.limits.idsPerEvent)
  const state = createPresenceState(watched, listeners.emit)
  const list = createStore({ ids: NOBODY }, (isActive) => {
    watched.setAll(isActive)
    schedule()
  })
  const linger = createLinger(client.platform.clock, (userIds) => {
    userIds.forEach(watched.remove)
    schedule()
  })
  /** The list is whole: the server answered for everybody. */
  let isListed = false
  /** What the handshake asked for; the hello answers. */
  let asked: HandshakeWatch | undefined
  let isScheduled = false
  let failures = 0
  const timer = createTimer(client.platform.clock)

  const publish = () => list.setState({ ids: isListed ? state.onlineUsers() : NOBODY })

  // In a microtask: one commit that mounts a hundred rows makes one request.
  function schedule() {
    if (isScheduled) return
    isScheduled = true
    queueMicrotask(() => {
      linger.flush()
      isScheduled = false
      if (client.connection.getState().status === 'connected')
        for (const change of watched.take()) void send(change)
    })
  }

  function take({ add = [], all }: PresenceWatchRequest, users: Record<string, PresenceMeta>) {
    if (all) state.answer('all', users)
    state.answer(add, users)
    isListed = watched.isAll() && (isListed || all === true)
  }

  async function send(change: PresenceWatchRequest) {
    const { remove = [], all } = change
    state.forget(all === false ? undefined : remove)
    isListed &&= all !== false
    publish()
    try {
      await client.request('presence:watch', change, {
        onResult({ users }) {
          take(change, users)
          publish()
        },
      })
      failures = 0
    } catch (cause) {
      const error = toRealtimeError(cause)
      if (error.code === 'DISCONNECTED') return
      isListed &&= !all
      publish()
      client.logger.warn('[realtime] presence could not be watched', error)
      if (isRetryable(error)) timer.set(backoffMs(failures++, error.retryAfterMs), begin)
    }
  }

  /** The server knows of nothing but what the handshake asked for, if it answers that. */
  function begin(users?: Record<string, PresenceMeta>) {
    state.doubt()
    isListed &&= watched.isAll()
    if (asked && users) take(asked, users)
    else watched.restart()
    publish()
    schedule()
  }

  client.onHandshake(() => ({ watch: (asked = watched.first()) }))
  client.on('server:hello', ({ users }) => begin(users))
  client.on('presence:diff', (diff) => {
    state.diff(diff)
    publish()
  })
  client.onClose(() => {
    timer.clear()
    linger.stop()
  })

  const of = (userId: string): Source<Known> => ({
    getState: () => state.of(userId),
    getInitialState: () => undefined,
    subscribe(listener) {
      const off = listeners.on(userId, listener)
      let isReleased = false
      watched.add(userId)
      schedule()
      return () => {
        if (isReleased) return
        isReleased = true
        off()
        linger.release(userId)
        schedule()
      }
    },
  })

  return {
    of,
    isOnline: (userId) => select(of(userId), Boolean),
    onlineUsers: select(list, ({ ids }) => ids),
  }
}
