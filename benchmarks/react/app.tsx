import type { ComponentType } from 'react'

/** How one of the kinds shows who is online, and hears events. */
export interface App {
  /** A `Status` for each id. */
  Rows: ComponentType<{ url: string; ids: string[] }>
  /** Hears the event `job`. */
  Job: ComponentType<{ url: string; onEvent: (state: string) => void }>
}

export const wordOf = (isOnline: boolean) => (isOnline ? 'online' : 'offline')

/** What a row shows, in all kinds; `UserStatus` in the reference. */
export const Status = ({ isOnline }: { isOnline: boolean }) => <li>{wordOf(isOnline)}</li>

let renders = 0

/** For the body of every component that may render for a flip. */
export function countRender() {
  renders++
}
export const rendersSoFar = () => renders
