import type { DataUpdate } from '@monhub/realtime-protocol'
import type { ReactNode } from 'react'
import { useDataUpdate } from './useDataUpdate'

export interface RealtimeSyncProviderProps {
  /** Where the app tells its cache what to refetch. */
  onUpdate: (update: DataUpdate) => void
  children?: ReactNode
}

/** Hears of every change of data: live, and after a reconnect of what changed meanwhile. */
export function RealtimeSyncProvider({ onUpdate, children }: RealtimeSyncProviderProps) {
  useDataUpdate('*', onUpdate)
  return <>{children}</>
}
