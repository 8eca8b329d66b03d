import type { DataUpdate } from '@monhub/realtime-protocol'
import { createDataSync } from '@monhub/realtime-react/core'
import { useEffect } from 'react'
import { useClient } from './context'
import { useLatest } from './useLatest'

/**
 * Calls `listener` when data of this type, or with `'*'` of any type, has changed: live, and after
 * a reconnect for what changed meanwhile.
 */
export function useDataUpdate(type: string, listener: (update: DataUpdate) => void): void {
  const client = useClient('useDataUpdate')
  const latest = useLatest(listener)
  useEffect(() => {
    if (!client) return
    return client.feature(createDataSync).subscribe(type, (update) => latest.current(update))
  }, [client, type, latest])
}
