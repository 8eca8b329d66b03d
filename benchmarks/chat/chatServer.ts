import type { Groups } from './wire'

/** What each of the compared servers can do. */
export interface ChatServer {
  setGroups: (groups: Groups) => Promise<void> | void
  /** Writes straight to the store, past sockets; only where there is a store. */
  append?: (message: { conversation: number; n: number; text: string }) => Promise<unknown>
  close: () => Promise<void>
}
