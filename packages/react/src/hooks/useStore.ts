import type { Source } from '@monhub/realtime-react/core'
import { useSyncExternalStore } from 'react'

/** The one place where a store meets React. */
export const useStore = <T>(source: Source<T>): T =>
  useSyncExternalStore(source.subscribe, source.getState, source.getInitialState)
