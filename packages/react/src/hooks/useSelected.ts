import { combine, constant, createSelection } from '@monhub/realtime-react/core'
import { useMemo } from 'react'
import { useStore } from './useStore'
import { useTracked, type Parts } from './useTracked'

/** What a component wants of a hook, and nothing else renders it. */
export interface Selector<Result, Part> {
  /** May be written inline: a part stays the same object while it is equal. */
  select: (result: Result) => Part
  /** @default Object.is */
  isEqual?: (one: Part, other: Part) => boolean
}

const NOTHING = /* @__PURE__ */ constant(undefined)

/** As `useTracked`, or with a selector the part that it takes. */
export function useSelected<T extends object, Actions extends object, Part>(
  parts: Parts<T, Actions>,
  { select, isEqual = Object.is }: Partial<Selector<T & Actions, Part>> = {},
): (T & Actions) | Part | undefined {
  const all = useTracked(parts)
  const selection = useMemo(
    () => createSelection<T & Actions, Part>(combine(parts.sources, parts.actions)),
    [parts],
  )
  const source = useMemo(
    () => (select ? selection(select, isEqual) : NOTHING),
    [selection, select, isEqual],
  )
  const part = useStore<Part | undefined>(source)
  return select ? part : all
}
