import { randomUUID } from 'node:crypto'
import type { PresenceMeta } from '@monhub/realtime-protocol'
import type { SocketManagerAPI } from '../createSocketManager'
import type { ResolvedOptions } from '../options'
import { LEGACY, SLOW, WATCH_ALL } from '../rooms'
import type { GuardedStore } from '../stores/guarded'
import type { RealtimeNamespace } from '../types'
import { systemClock } from './clock'
import { createCluster } from './cluster'
import { merge, PLAIN } from './entry'
import { createFanout, type Fanout } from './fanout'
import { createLastSeen, type LastSeen } from './lastSeen'
import { createLocalPresence, type LocalPresence } from './local'
import { createOnlineList, type OnlineList } from './onlineList'
import { createReplicas, type Change } from './replicas'
import { createRevocations, isRevocationKey, type Revocations, type Target } from './revocations'
import { createView, type View } from './view'

/** Everything about who is online: here, on other nodes, and what clients are told of it. */
export interface Presence {
  local: LocalPresence
  view: View
  fanout: Fanout
  /** `null` where not everybody may see everybody: version 1 has one list for all. */
  onlineList: OnlineList | null
  revocations: Revocations
  lastSeen: LastSeen
  /** Whether a viewer may know of a user. */
  canSee: (viewerId: string, userId: string) => boolean
  onPresence: (listener: PresenceChangeListener) => () => void
  health: () => PresenceHealth
  close: () => Promise<void>
}

export type PresenceChangeListener = (change: {
  userId: string
  isOnline: boolean
  /** Status, text and away; empty when offline. */
  meta: PresenceMeta
}) => void

/** How well this node knows who is online on the others. */
export interface PresenceHealth {
  /** Nodes that are up, this one included. */
  nodes: number
  /** The longest silence among the other nodes, in milliseconds; they speak every 2 s. */
  lagMs: number
  /** The people of some node are not known whole yet. */
  syncing: boolean
  /** A node fell silent without a goodbye, or the bus refuses messages. */
  degraded: boolean
  /** Messages for other nodes that the bus refused, since the start. */
  failedPublishes: number
}

interface PresenceParts {
  nsp: RealtimeNamespace
  manager: SocketManagerAPI
  store: GuardedStore
  options: Pick<ResolvedOptions, 'logger' | 'presence'>
  /** Ends the matching connections of this node that were opened before `before`. */
  cut: (target: Target, reason: string, before: number) => void
  /** What other nodes sent to connections of this one may have been lost. */
  onMissed: () => void
}

export function createPresence(parts: PresenceParts): Presence {
  const { nsp, manager, store, options, cut, onMissed } = parts
  const { logger } = options
  const { canSee: filter, graceMs, awayAfterMs } = options.presence
  const clock = systemClock
  const wallClock = Date.now
  const id = randomUUID()
  const listeners = new Set<PresenceChangeListener>()

  const cluster = createCluster(nsp, clock, logger)
  const lastSeen = createLastSeen(store, logger)
  const replicas = createReplicas({
    id,
    clock,
    random: Math.random,
    send: cluster.send,
    onChange: (change) => {
      if (isRevocationKey(change.key)) learn(change)
      else userChanged(change.key)
    },
    onDown: (keys) => {
      // Whoever died told nobody; of those who are left, one writes it down.
      if (!replicas.isFirst()) return
      const at = wallClock()
      for (const key of keys)
        if (!isRevocationKey(key) && !view.isConnected(key)) lastSeen.left(key, at)
    },
    onMissed,
  })
  const view = createView({
    entriesOf: replicas.values,
    onChange: (userId, meta) => {
      fanout.changed(userId)
      onlineList?.changed()
      tell({ userId, isOnline: meta !== undefined, meta: meta ?? PLAIN })
    },
  })
  const local = createLocalPresence({
    ...{ manager, clock, wallClock, graceMs, awayAfterMs },
    publish: replicas.set,
    onLeft: lastSeen.left,
  })
  const revocations = createRevocations({
    ...{ clock, cut },
    publish: (key, value) => {
      replicas.set(key, value)
      replicas.flush()
    },
  })

  const userChanged = (userId: string) => {
    view.changed(userId)
    if (local.isHere(userId)) local.adopt(userId, merge(replicas.values(userId)))
  }
  const learn = ({ value, node, at }: Change) => {
    if (value && at !== undefined && node !== id) revocations.learned(value, at)
  }
  const tell = (change: Parameters<PresenceChangeListener>[0]) => {
    for (const listener of [...listeners]) {
      try {
        listener(change)
      } catch (error) {
        logger.error({ error }, 'a listener of onPresence threw')
      }
    }
  }

  const canSee = (viewerId: string, userId: string) => {
    try {
      return filter?.(viewerId, userId) ?? true
    } catch (error) {
      logger.error({ error, viewerId, userId }, '`presence.canSee` threw, so nothing is shown')
      return false
    }
  }
  // Every node tells its own connections, so these never go through an adapter.
  const fanout = createFanout({
    clock,
    metaOf: view.metaOf,
    canSee: filter && canSee,
    tellAll: (diff) => nsp.local.to(WATCH_ALL).except(SLOW).emit('presence:diff', diff),
  })
  // One list for everybody cannot be filtered for each.
  const onlineList = filter
    ? null
    : createOnlineList({
        onlineUsers: view.onlineUsers,
        send: (userIds) => nsp.local.to(LEGACY).except(SLOW).emit('users:online', userIds),
      })

  cluster.open({
    receive: replicas.receive,
    onBus: replicas.announce,
    onRecovery: (lost) => {
      onMissed()
      if (lost > 0) replicas.lost()
    },
  })

  return {
    ...{ local, view, fanout, onlineList, revocations, lastSeen, canSee },
    onPresence: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    health: () => {
      const { nodes, lagMs, isSyncing, isDegraded } = replicas.status()
      const { failedPublishes, isFailing } = cluster.bus() ?? NO_BUS
      const degraded = isDegraded || isFailing
      return { nodes, lagMs: Math.round(lagMs), syncing: isSyncing, degraded, failedPublishes }
    },
    close: async () => {
      fanout.close()
      onlineList?.close()
      local.clear()
      replicas.leave()
      cluster.close()
      await lastSeen.drain()
    },
  }
}

const NO_BUS = { failedPublishes: 0, isFailing: false }
