import { useInvalidations, type InvalidationOptions } from '@monhub/realtime-react'
import type { InvalidationMap } from '@monhub/realtime-react/core'
import { useQueryClient, type InvalidateQueryFilters, type QueryKey } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { invalidate } from './invalidate'

/** The beginning of keys, or filters as `invalidateQueries` takes them. */
export type QueryTarget = QueryKey | InvalidateQueryFilters

/**
 * Has TanStack Query fetch again what `data:update` says has changed, by a map from types of data
 * to keys. What is being fetched for the first time is fetched once more when that is done: its
 * answer may be older than the change.
 */
export function useQuerySync(
  map: InvalidationMap<QueryTarget>,
  options?: InvalidationOptions,
): void {
  const queryClient = useQueryClient()
  const [held] = useState(() => new Set<() => void>())
  useInvalidations(
    map,
    (target) => {
      const isKey = Array.isArray as (value: QueryTarget) => value is QueryKey
      invalidate(queryClient, isKey(target) ? { queryKey: target } : target, held)
    },
    options,
  )
  useEffect(
    () => () => {
      held.forEach((stop) => stop())
      held.clear()
    },
    [held, queryClient],
  )
}
