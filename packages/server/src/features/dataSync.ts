import type { DataSyncResult } from '@monhub/realtime-protocol'
import { userRoom } from '../rooms'
import type { RealtimeStore } from '../stores/types'
import type { RealtimeNamespace } from '../types'

export interface DataSync {
  publish: (
    userIds: readonly string[] | 'all',
    update: { type: string; payload?: unknown },
  ) => Promise<{ version: string }>
  versions: (userId: string) => Promise<DataSyncResult>
}

/** Invalidation: a version is stored, so that whoever is away learns of it on the next connect. */
export function createDataSync(nsp: RealtimeNamespace, store: RealtimeStore): DataSync {
  return {
    publish: async (userIds, { type, payload }) => {
      if (userIds.length === 0) return { version: '' }
      const version = await store.bumpVersion({ userIds, type })
      const update = { type, ...(payload === undefined ? {} : { payload }), version }
      const audience = userIds === 'all' ? nsp : nsp.to(userIds.map(userRoom))
      audience.emit('data:update', update)
      return { version }
    },
    // `fromEntries` defines keys, so a type called `__proto__` stays data.
    versions: async (userId) => ({ versions: Object.fromEntries(await store.versions(userId)) }),
  }
}
