import type { DataUpdate } from '@monhub/realtime-protocol'
import type { Client } from './client'
import { createListeners } from './listeners'
import { createLoader } from './loader'
import { onMissed } from './missed'

export interface DataSync {
  /** Hears of one type, or of every type with `'*'`: live, and after a reconnect of what moved. */
  subscribe(type: string, listener: (update: DataUpdate) => void): () => void
}

/** Invalidation: what changed is told, and what changed while nobody could be told is found out. */
export function createDataSync(client: Client): DataSync {
  const listeners = createListeners((type, error) => {
    client.logger.error(`[realtime] a listener of data:update "${type}" threw`, error)
  })
  const versions = new Map<string, string>()
  const movedMeanwhile = new Set<string>()
  // What a page shows was fetched just now, so the first answer only says where it starts from; but
  // not where the connection was lost before that answer.
  let isBaseline = client.connection.getState().lostAt === undefined
  let subscribers = 0

  function tell(update: DataUpdate) {
    if (update.type !== '*') listeners.emit(update.type, update)
    listeners.emit('*', update)
  }

  const loader = createLoader(client, load, (error) => {
    client.logger.warn('[realtime] data versions could not be synced', error)
  })

  async function load() {
    movedMeanwhile.clear()
    const answer = await client.request('data:sync', {})
    const moved = Object.entries(answer.versions).filter(
      ([type, version]) => versions.get(type) !== version && !movedMeanwhile.has(type),
    )
    for (const [type, version] of moved) versions.set(type, version)
    if (!isBaseline) for (const [type, version] of moved) tell({ type, version })
    isBaseline = false
  }

  onMissed(client, loader.reload)
  client.onDisconnect(() => {
    isBaseline = false
  })
  client.on('data:update', (update) => {
    movedMeanwhile.add(update.type)
    if (update.version !== undefined) versions.set(update.type, update.version)
    tell(update)
  })

  return {
    subscribe(type, listener) {
      const off = listeners.on(type, listener)
      subscribers++
      loader.setActive(true)
      return () => {
        off()
        if (--subscribers === 0) loader.setActive(false)
      }
    },
  }
}
