import {
  createDataSync,
  createInvalidations,
  targetsOf,
  type InvalidationMap,
} from '@monhub/realtime-react/core'
import { useEffect } from 'react'
import { useClient } from './context'
import { useLatest } from './useLatest'

export interface InvalidationOptions {
  /** Invalidating waits for a random part of this, in ms, beyond the 50 it collects. @default 500 */
  jitterMs?: number
}

/**
 * Has a cache drop what `data:update` says has changed: live, and after a reconnect exactly what
 * changed meanwhile. For SWR and TanStack Query there are `/swr` and `/react-query`; this is for
 * other caches. The map may be written inline.
 */
export function useInvalidations<Target>(
  map: InvalidationMap<Target>,
  invalidate: (target: Target) => void,
  { jitterMs = 500 }: InvalidationOptions = {},
): void {
  const client = useClient('useInvalidations')
  const latest = useLatest({ map, invalidate, jitterMs })
  useEffect(() => {
    if (!client) return
    const invalidations = createInvalidations<Target>(
      (target) => latest.current.invalidate(target),
      () => latest.current.jitterMs,
      client.platform.clock,
    )
    const unsubscribe = client
      .feature(createDataSync)
      .subscribe('*', (update) => invalidations.add(targetsOf(latest.current.map, update)))
    return () => {
      unsubscribe()
      invalidations.cancel()
    }
  }, [client, latest])
}
