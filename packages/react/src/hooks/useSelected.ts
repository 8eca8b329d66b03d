import { createSelection, createTracked } from '@monhub/realtime-react/core'
import { useMemo } from 'react'
import { useStore } from './useStore'
import type { Parts } from './useTracked'

/** What a component wants of a hook, and nothing else renders it. */
export interface Selector<Result, Part> {
  /** May be written inline: a part stays the same object while it is equal. */
  select: (result: Result) => Part
  /** @default Object.is */
  isEqual?: (one: Part, other: Part) => boolean
}

/** As `useTracked`, or with a selector the part that it takes. */
export function useSelected<T extends object, Actions extends object, Part>(
  { sources, actions }: Parts<T, Actions>,
  { select, isEqual = Object.is }: Partial<Selector<T & Actions, Part>> = {},
): (T & Actions) | Part {
  const tracked = useMemo(() => createTracked(sources, actions), [sources, actions])
  const selection = useMemo(() => createSelection<T & Actions, Part>(tracked), [tracked])
  const source = useMemo(
    () => (select ? selection(select, isEqual) : tracked),
    [tracked, selection, select, isEqual],
  )
  return useStore<(T & Actions) | Part>(source)
}
