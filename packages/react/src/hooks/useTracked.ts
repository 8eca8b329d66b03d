import { createTracked, type Sources } from '@monhub/realtime-react/core'
import { useMemo } from 'react'
import { useStore } from './useStore'

/** What a hook is made of; must keep its identity while the hook means the same thing. */
export interface Parts<T extends object, Actions extends object> {
  sources: Sources<T>
  actions: Actions
}

/** Gives all fields and actions as one object; renders again only for the fields that were read. */
export function useTracked<T extends object, Actions extends object>({
  sources,
  actions,
}: Parts<T, Actions>): T & Actions {
  const tracked = useMemo(() => createTracked(sources, actions), [sources, actions])
  return useStore(tracked)
}
