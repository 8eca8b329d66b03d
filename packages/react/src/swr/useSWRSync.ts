import { useInvalidations, type InvalidationOptions } from '@monhub/realtime-react'
import type { InvalidationMap } from '@monhub/realtime-react/core'
import { useSWRConfig, type Arguments } from 'swr'

/** A key, or a filter as SWR's `mutate` takes it; filters only as what a function of the map gives. */
export type SWRTarget = Arguments | ((key?: Arguments) => boolean)

/**
 * Has SWR fetch again what `data:update` says has changed, by a map from types of data to keys. A
 * fetch that was under way is not trusted: its answer may be older than the change.
 */
export function useSWRSync(map: InvalidationMap<SWRTarget>, options?: InvalidationOptions): void {
  const { mutate } = useSWRConfig()
  useInvalidations(map, (target) => void mutate(target), options)
}
