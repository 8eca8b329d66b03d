import type { InvalidateQueryFilters, Query, QueryClient } from '@tanstack/react-query'

/**
 * Invalidates, and once more what was being fetched for the first time: TanStack Query lets such a
 * fetch go on and takes its answer for fresh, though it may be older than the change (their #8530).
 */
export function invalidate(
  queryClient: QueryClient,
  filters: InvalidateQueryFilters,
  held: Set<() => void>,
): void {
  const first = queryClient.getQueryCache().findAll(filters).filter(isFirstFetch)
  void queryClient.invalidateQueries(filters)
  for (const query of first) {
    const stop = whenFetched(queryClient, query, () => {
      held.delete(stop)
      void queryClient.invalidateQueries({ queryKey: query.queryKey, exact: true })
    })
    held.add(stop)
  }
}

const isFetching = ({ state }: Query) => state.fetchStatus === 'fetching'
const isFirstFetch = (query: Query) => isFetching(query) && query.state.data === undefined

function whenFetched(queryClient: QueryClient, query: Query, then: () => void): () => void {
  const stop = queryClient.getQueryCache().subscribe((event) => {
    if (event.query !== query || (isFetching(query) && event.type !== 'removed')) return
    stop()
    if (event.type !== 'removed') then()
  })
  return stop
}
